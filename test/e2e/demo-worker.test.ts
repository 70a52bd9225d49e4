import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { createFlows, type Home } from '../../examples/runner/run-case.ts';
import { serverHome } from '../../examples/runner/server-home.ts';
import { hasProgram, startWorker } from '../../examples/runner/worker-process.ts';
import { startServer } from '../../src/local/start-server.ts';
import { untilPasses } from '../helpers/until-passes.ts';

const KEY = { FlowName: 'queue-callback', ExecutionName: 'overtaken' };

function startHome() {
  return startServer({
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    isEphemeral: true,
    dataFolder: '',
    functionFolders: [],
    flowFolders: [],
    limits: 'default',
  });
}

/** The token of the first task, once it waits for a report. */
async function awaitToken(home: Home): Promise<string> {
  for (;;) {
    const { Events } = await home.call('GetExecutionHistory', KEY);
    const scheduled = Events.find(({ Type }) => Type === 'TaskScheduled');
    if (scheduled !== undefined && Events.some(({ Type }) => Type === 'TaskSubmitted')) {
      const detail: { input: { taskToken: string } } = JSON.parse(scheduled.EventDetail);
      return detail.input.taskToken;
    }
    await home.pause();
  }
}

/** Messages of the work queue that were not deleted, those in a worker's hands included. */
async function countMessages(endpoint: string): Promise<number> {
  const sqs = new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    useQueueUrlAsEndpoint: false,
  });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'photo-work' }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}

for (const [script, program] of [
  ['worker.ts', 'node'],
  ['worker.py', 'python3'],
] as const) {
  test.skipIf(!hasProgram(program))(
    `${script} deletes the message of a task that is completed already, and goes on with the next`,
    async () => {
      const example = readExamples().find(({ name }) => name === 'queue-callback');
      const worker = example?.workers.find(({ pathname }) => pathname.endsWith(script));
      if (example === undefined || worker === undefined) throw new Error('The example is gone.');
      const server = await startHome();
      try {
        const home = serverHome(server.api, AbortSignal.timeout(25_000));
        await createFlows(home, example);
        await home.call('StartExecution', { ...KEY, Input: '{"photo":"sunset.jpg"}' });
        const TaskToken = await awaitToken(home);
        await home.call('ReportTaskSucceeded', { TaskToken, Output: '{"photo":"by hand"}' });

        await using _worker = await startWorker(worker, server);
        const { Status, Output } = await home.call('DescribeExecution', { ...KEY, WaitTimeSeconds: 20 });

        expect(Status).toBe('Succeeded');
        expect(JSON.parse(Output)).toEqual({ photo: 'publish(watermark(by hand))' });
        await untilPasses(async () => expect(await countMessages(server.queues)).toBe(0));
      } finally {
        await server.close();
      }
    },
  );
}
