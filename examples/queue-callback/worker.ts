import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { reportTask } from '../shared/report-task.ts';
import { receive } from './photo-work.ts';

// Takes messages from the queue, does what they ask, reports the task, and only then deletes the message: a worker
// that dies in between leaves the message for the next one.

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'photo-work' }));

async function handle({ Body = '', ReceiptHandle }: Message): Promise<void> {
  await reportTask(receive(JSON.parse(Body)));
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

async function handleNext(): Promise<void> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 }),
    { abortSignal: stopping.signal },
  );
  await Promise.all(Messages.map(handle));
}

console.log('ready');
while (!stopping.signal.aborted) {
  await handleNext().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
}
