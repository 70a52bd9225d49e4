import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { QUESTIONS } from './mixed-work.ts';

/** Reports an answer for a task token; false when it is to be asked again. */
export type Answer = (token: string) => Promise<boolean>;

/** Answers the questions of the mix until `signal` aborts, whatever becomes of the server meanwhile. */
export async function answerQuestions(queues: string, answer: Answer, signal: AbortSignal): Promise<void> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sqs = new SQSClient({ endpoint: queues, region: 'us-east-1', credentials, maxAttempts: 1 });
  const options = { abortSignal: signal };
  while (!signal.aborted) {
    try {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: QUESTIONS }), options);
      const received = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          WaitTimeSeconds: 1,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 2,
        }),
        options,
      );
      const work = async ({ Body = '', ReceiptHandle }: Message) => {
        if (!(await answer(Body))) return;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }), options);
      };
      await Promise.all((received.Messages ?? []).map(work));
    } catch {
      // A server that is being started anew: workers ask again after a while, here a short one.
      await sleep(20);
    }
  }
  sqs.destroy();
}
