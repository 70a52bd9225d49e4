import type { PhysicalLimits } from '../../ports/physical-limits.ts';

/** An item of DynamoDB has 400 KB, SQS holds a message back for 15 minutes, and so long a Lambda function lives. */
export const AWS_LIMITS: PhysicalLimits = {
  commitBytes: 128 * 1024,
  stateBytes: 320 * 1024,
  delaySeconds: 900,
  handlerSeconds: 900,
};
