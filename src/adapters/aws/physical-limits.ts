import type { PhysicalLimits } from '../../ports/physical-limits.ts';

/** An item of DynamoDB has 400 KB, and its writes cost more than an object of S3 long before; a function returns 6 MB, of which the form of the response takes a third; SQS holds a message back for 15 minutes, and so long a Lambda function lives. */
export const AWS_LIMITS: PhysicalLimits = {
  commitBytes: 128 * 1024,
  inlineBytes: 64 * 1024,
  responseBytes: 4_000_000,
  openBytes: 48 * 1024 * 1024,
  arrivingBytes: 48 * 1024 * 1024,
  pageBatches: 1_000,
  delaySeconds: 900,
  handlerSeconds: 900,
};
