import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { messageOf } from '../../../src/adapters/aws/dispatch/message-text.ts';
import type { Instant } from '../../../src/interpreter/event.ts';
import type { DispatchMessage, Handled } from '../../../src/ports/dispatch-queue.ts';
import { TEST_ACCOUNT } from './dynamodb.ts';
import type { QueueEmulator } from './queues.ts';
import type { SchedulerEmulator } from './scheduler.ts';

type Handler = (message: DispatchMessage) => Promise<Handled>;

const QUEUE = 'dispatch';
const DEAD_LETTERS = 'dead-letters';
const VISIBILITY_SECONDS = 60;

/** A dispatch queue on an emulator whose time, that of `Date`, stands still until it is advanced. */
export class FrozenQueue {
  readonly sqs: SQSClient;
  readonly url: string;
  readonly arn: string;
  readonly deadLettersArn: string;
  readonly #queues: QueueEmulator;
  #handler: Handler | undefined;

  constructor(queues: QueueEmulator) {
    const { endpoint } = queues;
    this.#queues = queues;
    this.sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint, useQueueUrlAsEndpoint: false });
    this.url = queues.urlOf(QUEUE);
    this.arn = queues.arnOf(QUEUE);
    this.deadLettersArn = queues.arnOf(DEAD_LETTERS);
  }

  /** Stops time at `start`, with an empty queue that puts aside what was received so often. */
  async open(start: Instant, maxReceiveCount = 1_000): Promise<this> {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    await this.sqs.send(new CreateQueueCommand({ QueueName: DEAD_LETTERS }));
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: this.deadLettersArn, maxReceiveCount });
    await this.sqs.send(new CreateQueueCommand({ QueueName: QUEUE, Attributes: { RedrivePolicy } }));
    return this;
  }

  /** Moves what was put aside back, as `StartMessageMoveTask` does: with another id, at another time. */
  async redrive(): Promise<readonly string[]> {
    const moved: string[] = [];
    const QueueUrl = this.#queues.urlOf(DEAD_LETTERS);
    for (;;) {
      const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await this.sqs.send(receive);
      if (Messages.length === 0) return moved;
      for (const { Body = '', ReceiptHandle } of Messages) {
        await this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: Body }));
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        moved.push(Body);
      }
    }
  }

  /** Lets time go on as it does. */
  close(): void {
    this.sqs.destroy();
    vi.useRealTimers();
  }

  consume(handler: Handler): void {
    this.#handler = handler;
  }

  /** Lets so much time pass; stops wherever a message or a schedule falls due. */
  async advance(milliseconds: number, scheduler?: SchedulerEmulator): Promise<void> {
    const target = Date.now() + milliseconds;
    await this.#drain();
    for (let due = this.#nextDue(scheduler); due <= target; due = this.#nextDue(scheduler)) {
      vi.setSystemTime(due);
      await scheduler?.fireDue();
      await this.#drain();
    }
    vi.setSystemTime(target);
  }

  #nextDue(scheduler: SchedulerEmulator | undefined): Instant {
    const queue = this.#queues.nextDue(QUEUE, Date.now()) ?? Number.POSITIVE_INFINITY;
    return Math.min(queue, scheduler?.nextDue() ?? Number.POSITIVE_INFINITY);
  }

  async #drain(): Promise<void> {
    while (this.#handler !== undefined) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: VISIBILITY_SECONDS,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      if (Messages.length === 0) return;
      const handler = this.#handler;
      await Promise.all(Messages.map((message) => this.#handle(message, handler)));
    }
  }

  async #handle(message: Message, handler: Handler): Promise<void> {
    const { MessageId: messageId = '', Body: text = '', ReceiptHandle, Attributes } = message;
    const received = messageOf({ messageId, sentAt: Number(Attributes?.SentTimestamp), text });
    const retry: Handled = { done: false, retryInSeconds: 1 };
    const handled = await handler(received).catch(() => retry);
    const key = { QueueUrl: this.url, ReceiptHandle };
    if (handled.done) {
      await this.sqs.send(new DeleteMessageCommand(key));
    } else {
      const VisibilityTimeout = handled.retryInSeconds;
      await this.sqs.send(new ChangeMessageVisibilityCommand({ ...key, VisibilityTimeout }));
    }
  }
}
