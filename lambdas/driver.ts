import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { AwsHome } from '../src/adapters/aws/aws-home.ts';
import { createDriverServices } from '../src/adapters/aws/driver-services.ts';
import { closeIdleSockets } from '../src/adapters/aws/targets/function-sockets.ts';
import { runHome } from '../src/engine/run-home.ts';
import { readAwsConfig } from './environment.ts';
import { type BatchParts, handleBatch } from './handle-batch.ts';
import { logger } from './logger.ts';
import { meterExecutions } from './metered-executions.ts';
import { measureCapacity } from './metrics.ts';
import { withObservability } from './middleware.ts';

/** Tasks are begun for a minute; the rest of the 15 that a function has is theirs. */
const BEGIN_MILLISECONDS = 60_000;

const config = readAwsConfig(process.env);
const services = createDriverServices(config, { logger, onCapacity: measureCapacity });
const home = new AwsHome({ ...services, executions: meterExecutions(services.executions) });
await runHome(home, home.ports);

const parts: BatchParts = {
  deliver: (message, context) => home.deliver(message, context),
  clock: services.clock,
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  queueUrl: config.dispatchQueueUrl,
};

/** Drives the executions that the messages of a batch name. */
export const handler = withObservability(async ({ Records }: SQSEvent, context) => {
  const beginning = Math.min(BEGIN_MILLISECONDS, context.getRemainingTimeInMillis() / 2);
  try {
    return await handleBatch(Records, parts, services.clock.now() + beginning);
  } finally {
    closeIdleSockets();
  }
});
