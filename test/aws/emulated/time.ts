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
import { messageOf, type Received } from '../../../src/adapters/aws/dispatch/message-text.ts';
import type { Instant } from '../../../src/interpreter/event.ts';
import { type DispatchMessage, DONE, type Handled } from '../../../src/ports/dispatch-queue.ts';
import { TEST_ACCOUNT } from './dynamodb.ts';
import type { QueueEmulator } from './queues.ts';
import type { SchedulerEmulator } from './scheduler.ts';

type Handler = (message: DispatchMessage) => Promise<Handled>;

/** The message in a text of the queue of replies, or what becomes of the text. */
type ReplyReader = (received: Received) => Promise<DispatchMessage | Handled>;

const QUEUE = 'dispatch';
const REPLIES = 'replies';
const DEAD_LETTERS = 'dead-letters';
const VISIBILITY_SECONDS = 60;

/** A dispatch queue on an emulator whose time, that of `Date`, stands still until it is advanced. */
export class FrozenQueue {
  readonly sqs: SQSClient;
  readonly url: string;
  readonly arn: string;
  readonly deadLettersArn: string;
  readonly repliesUrl: string;
  readonly #queues: QueueEmulator;
  #handler: Handler | undefined;
  #readReply: ReplyReader | undefined;

  constructor(queues: QueueEmulator) {
    const { endpoint } = queues;
    this.#queues = queues;
    this.sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint, useQueueUrlAsEndpoint: false });
    this.url = queues.urlOf(QUEUE);
    this.arn = queues.arnOf(QUEUE);
    this.deadLettersArn = queues.arnOf(DEAD_LETTERS);
    this.repliesUrl = queues.urlOf(REPLIES);
  }

  /** Stops time at `start`, with an empty queue that puts aside what was received so often. */
  async open(start: Instant, maxReceiveCount = 1_000): Promise<this> {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    await this.sqs.send(new CreateQueueCommand({ QueueName: DEAD_LETTERS }));
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: this.deadLettersArn, maxReceiveCount });
    for (const QueueName of [QUEUE, REPLIES])
      await this.sqs.send(new CreateQueueCommand({ QueueName, Attributes: { RedrivePolicy } }));
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

  consume(handler: Handler, readReply?: ReplyReader): void {
    this.#handler = handler;
    this.#readReply = readReply;
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
    const now = Date.now();
    const due = [QUEUE, REPLIES].map((name) => this.#queues.nextDue(name, now) ?? Number.POSITIVE_INFINITY);
    return Math.min(...due, scheduler?.nextDue() ?? Number.POSITIVE_INFINITY);
  }

  async #drain(): Promise<void> {
    let received = await this.#receive();
    while (received.length > 0) {
      await Promise.all(received.map((handle) => handle()));
      received = await this.#receive();
    }
  }

  /** What both queues hold, to be handled side by side. */
  async #receive(): Promise<readonly (() => Promise<void>)[]> {
    const handler = this.#handler;
    const readReply = this.#readReply;
    if (handler === undefined) return [];
    const messages = await this.#take(this.url);
    const replies = readReply === undefined ? [] : await this.#take(this.repliesUrl);
    return [
      ...messages.map((message) => () => this.#handle(this.url, message, (it) => handler(messageOf(it)))),
      ...replies.map((message) => () => {
        const handle = async (received: Received) => {
          const read = await readReply?.(received);
          return read !== undefined && 'body' in read ? await handler(read) : (read ?? DONE);
        };
        return this.#handle(this.repliesUrl, message, handle);
      }),
    ];
  }

  async #take(QueueUrl: string): Promise<readonly Message[]> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: VISIBILITY_SECONDS,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages;
  }

  async #handle(
    QueueUrl: string,
    message: Message,
    handle: (received: Received) => Promise<Handled>,
  ): Promise<void> {
    const { MessageId: messageId = '', Body: text = '', ReceiptHandle, Attributes } = message;
    const received = { messageId, sentAt: Number(Attributes?.SentTimestamp), text };
    const retry: Handled = { done: false, retryInSeconds: 1 };
    const handled = await handle(received).catch(() => retry);
    const key = { QueueUrl, ReceiptHandle };
    if (handled.done) {
      await this.sqs.send(new DeleteMessageCommand(key));
    } else {
      const VisibilityTimeout = handled.retryInSeconds;
      await this.sqs.send(new ChangeMessageVisibilityCommand({ ...key, VisibilityTimeout }));
    }
  }
}
