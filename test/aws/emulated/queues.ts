import type { Instant } from '../../../src/interpreter/event.ts';
import { TEST_ACCOUNT } from './dynamodb.ts';
import { type FauxqsApp, type FauxqsParts, loadFauxqsParts } from './fauxqs-parts.ts';

type QueueStore = InstanceType<FauxqsParts['SqsStore']>;

/** Account of everything that emulators hold. */
export const ACCOUNT = '000000000000';

/** Queues and topics behind the protocols of SQS and SNS, in this process: their time is that of `Date`. */
export class QueueEmulator {
  readonly endpoint: string;
  readonly #app: FauxqsApp;
  readonly #store: QueueStore;

  private constructor(app: FauxqsApp, store: QueueStore, endpoint: string) {
    this.#app = app;
    this.#store = store;
    this.endpoint = endpoint;
  }

  static async open(): Promise<QueueEmulator> {
    const parts = await loadFauxqsParts();
    const sqsStore = new parts.SqsStore();
    const stores = { sqsStore, snsStore: new parts.SnsStore(), s3Store: new parts.S3Store() };
    const app = parts.buildApp({ logger: false, defaultRegion: TEST_ACCOUNT.region, stores });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    return new QueueEmulator(app, sqsStore, `http://127.0.0.1:${port}`);
  }

  urlOf(queueName: string): string {
    return `https://sqs.${TEST_ACCOUNT.region}.amazonaws.com/${ACCOUNT}/${queueName}`;
  }

  arnOf(queueName: string): string {
    return `arn:aws:sqs:${TEST_ACCOUNT.region}:${ACCOUNT}:${queueName}`;
  }

  /** When the next hidden or delayed message of a queue becomes visible; undefined when none will. */
  nextDue(queueName: string, now: Instant): Instant | undefined {
    const { delayed = [], inflight = [] } = this.#store.inspectQueue(queueName)?.messages ?? {};
    const times = [
      ...delayed.map(({ delayUntil }) => delayUntil ?? now),
      ...inflight.map(({ visibilityDeadline }) => visibilityDeadline),
    ].filter((time) => time > now);
    return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
  }

  async close(): Promise<void> {
    this.#store.shutdown();
    await this.#app.close();
  }
}
