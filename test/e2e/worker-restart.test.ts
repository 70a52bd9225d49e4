import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openEmbeddedHome } from '../../examples/runner/embedded-home.ts';
import { readExamples } from '../../examples/runner/example.ts';
import { createFlows } from '../../examples/runner/run-case.ts';
import { hasProgram, programOf, startWorker } from '../../examples/runner/worker-process.ts';
import { eventually } from './local-helpers.ts';

const KEY = { FlowName: 'queue-callback', ExecutionName: 'orphaned' };

const example = readExamples().find(({ name }) => name === 'queue-callback');
if (example === undefined) throw new Error('The example is gone.');
const workers = example.workers.filter((script) => hasProgram(programOf(script)));

test.each(workers.map((script) => [programOf(script).split('/').at(-1), script] as const))(
  'a worker that dies with a message in its hands leaves it to the next one in %s, and nothing is lost',
  async (_, script) => {
    await using embedded = await openEmbeddedHome([example], AbortSignal.timeout(25_000));
    const { home, server } = embedded;
    await createFlows(home, example);
    await home.call('StartExecution', { ...KEY, Input: '{"photo":"sunset.jpg"}' });

    const sqs = new SQSClient({
      endpoint: server.queues,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      useQueueUrlAsEndpoint: false,
    });
    // As a worker does that is killed before it reports.
    const taken = await eventually(async () => {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'photo-work' }));
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1 }));
      return Messages;
    });
    expect(taken).toHaveLength(1);

    await using _worker = await startWorker(script, server);
    const { Status } = await home.call('DescribeExecution', { ...KEY, WaitTimeSeconds: 20 });
    expect(Status).toBe('Succeeded');
  },
);
