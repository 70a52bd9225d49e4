import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { AwsHome } from '../src/adapters/aws/aws-home.ts';
import { createDriverServices } from '../src/adapters/aws/driver-services.ts';
import { closeIdleSockets } from '../src/adapters/aws/targets/function-sockets.ts';
import { runHome } from '../src/engine/run-home.ts';
import { ENVIRONMENT, readAwsConfig, readVariable } from './environment.ts';
import { type BatchParts, handleBatch } from './handle-batch.ts';
import { logger } from './logger.ts';
import { meterExecutions } from './metered-executions.ts';
import { measureCapacity } from './metrics.ts';
import { withObservability } from './middleware.ts';
import { readerOfReplies } from './read-reply.ts';

/** Tasks are begun for a minute; the rest of the 15 that a function has is theirs. */
const BEGIN_MILLISECONDS = 60_000;

const config = readAwsConfig(process.env);
const services = createDriverServices(config, { logger, onCapacity: measureCapacity });
// Loaded only where executions are traced.
const traces = process.env[ENVIRONMENT.tracesEndpoint]
  ? (await import('./traces.ts')).traceDriver(services, process.env)
  : undefined;
const { executions, targets } = traces ?? services;
const home = new AwsHome({ ...services, targets, executions: meterExecutions(executions) });
await runHome(home, home.ports);

const parts: BatchParts = {
  deliver: (message, context) => home.deliver(message, context),
  clock: services.clock,
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  queueUrl: config.dispatchQueueUrl,
};

const replyQueueUrl = readVariable(process.env, ENVIRONMENT.replyQueueUrl);

const replyParts: BatchParts = {
  ...parts,
  queueUrl: replyQueueUrl,
  read: readerOfReplies(services.replies, services.clock),
};

/** Drives the executions that the messages of a batch name, or that wait for the replies in it. */
export const handler = withObservability(async ({ Records }: SQSEvent, context) => {
  const beginning = Math.min(BEGIN_MILLISECONDS, context.getRemainingTimeInMillis() / 2);
  const areReplies = queueName(Records[0]?.eventSourceARN, ':') === queueName(replyQueueUrl, '/');
  try {
    return await handleBatch(Records, areReplies ? replyParts : parts, services.clock.now() + beginning);
  } finally {
    await traces?.flush();
    closeIdleSockets();
  }
});

/** The last part of an ARN or URL. */
function queueName(text: string | undefined, separator: string): string | undefined {
  return text?.slice(text.lastIndexOf(separator) + 1);
}
