import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Random } from '../../src/testing/simulation/random.ts';
import { QUESTIONS } from '../helpers/mixed-work.ts';
import type { Answer } from '../helpers/question-worker.ts';

const DEAD = `${QUESTIONS}-dead`;
const DEAD_ARN = `arn:aws:sqs:us-east-1:000000000000:${DEAD}`;
const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: DEAD_ARN, maxReceiveCount: 3 });

/**
 * Answers questions as workers do on bad days, until `signal` aborts: gives messages back, extends them, forgets them, hangs
 * up while it waits, lets them die of that, and sends the dead letters back.
 */
export async function answerInMoods(
  queues: string,
  answer: Answer,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sqs = new SQSClient({ endpoint: queues, region: 'us-east-1', credentials, maxAttempts: 1 });
  while (!signal.aborted) {
    try {
      await sqs.send(new CreateQueueCommand({ QueueName: DEAD }));
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: QUESTIONS }));
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
      // One that is under way already is told so.
      await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: DEAD_ARN })).catch(() => {});
      await workOnce(sqs, QueueUrl, answer, random, signal);
    } catch {
      // The server has been killed: workers ask again after a while, here a short one.
      await sleep(20);
    }
  }
  sqs.destroy();
}

async function workOnce(
  sqs: SQSClient,
  QueueUrl: string | undefined,
  answer: Answer,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  const patience = random.chance(0.2) ? AbortSignal.timeout(random.below(200)) : AbortSignal.timeout(10_000);
  const receive = {
    QueueUrl,
    WaitTimeSeconds: 1,
    MaxNumberOfMessages: 1 + random.below(5),
    VisibilityTimeout: 2,
  };
  const options = { abortSignal: AbortSignal.any([signal, patience]) };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive), options);
  const hide = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  const work = async ({ Body = '', ReceiptHandle }: Message) => {
    const mood = random.below(10);
    if (mood === 0) return;
    if (mood < 3) {
      await hide(ReceiptHandle, 0);
      return;
    }
    if (mood < 5) await hide(ReceiptHandle, 5);
    if (!(await answer(Body))) return;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  };
  await Promise.all(Messages.map(work));
}
