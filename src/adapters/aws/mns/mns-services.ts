import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { MnsServices } from '../../../mns/services.ts';
import type { Clock } from '../../../ports/clock.ts';
import { systemClock } from '../../system.ts';
import type { Naming } from '../targets/resource-names.ts';
import { SnsTopics } from './sns-topics.ts';
import { SqsQueues } from './sqs-queues.ts';

/** A receive of SQS waits up to twenty seconds; all other requests return at once. */
const PATIENT = { connectionTimeout: 1_000, requestTimeout: 22_000, throwOnRequestTimeout: true };

/** The services behind the original's protocol on AWS. */
export interface AwsMnsServices extends MnsServices {
  readonly clock: Clock;
}

/** Queues and topics of this account and region behind the original's protocol. */
export function createMnsServices(naming: Naming, maxWaitSeconds: number): AwsMnsServices {
  const settings = { region: naming.region, maxAttempts: 2, requestHandler: PATIENT };
  return {
    queues: new SqsQueues({
      client: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
      naming,
      clock: systemClock,
      maxWaitSeconds,
    }),
    topics: new SnsTopics(new SNSClient(settings), naming),
    clock: systemClock,
  };
}
