import { type OpenDatabase, openDatabase } from '../../../../../src/adapters/embedded/open-database.ts';
import { type EmbeddedQueues, openQueues } from '../../../../../src/adapters/embedded/queues/open-queues.ts';
import { QUEUE_DATABASE } from '../../../../../src/adapters/embedded/queues/schema.ts';
import type { ReceivedMessage } from '../../../../../src/queues/message.ts';
import { queueArn } from '../../../../../src/queues/names.ts';
import { QueueModel, type Sending } from './queue-model.ts';

/** Something that a client asks for; `handle` counts the receipts that clients hold. */
export type Action =
  | { readonly kind: 'send'; readonly queue: string; readonly sending: Sending }
  | { readonly kind: 'receive'; readonly queue: string; readonly max: number; readonly hideSeconds: number }
  | { readonly kind: 'delete'; readonly handle: number }
  | { readonly kind: 'hide'; readonly handle: number; readonly seconds: number }
  | { readonly kind: 'purge'; readonly queue: string };

/** One step of a history: what clients ask for at once, and what becomes of the process; or time goes by. */
export type Step =
  | { readonly kind: 'ask'; readonly actions: readonly Action[]; readonly fate: Fate }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'setClock'; readonly ms: number }
  | { readonly kind: 'moveBack' };

/** Whether the process lives on, or dies before or after the commit: then no caller gets an answer. */
export type Fate = 'lives' | 'dies before the commit' | 'dies after the commit';

/** The queues of every history, with their attributes and tags. */
export const QUEUES: Readonly<Record<string, readonly [Record<string, string>, Record<string, string>]>> = {
  dead: [{}, {}],
  jobs: [
    { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 }) },
    {},
  ],
  late: [{ DelaySeconds: '3' }, {}],
  ranked: [{}, { 'fdl:orders-by-priority': 'true' }],
  'line.fifo': [{ FifoQueue: 'true' }, {}],
  'lanes.fifo': [{ FifoQueue: 'true', DelaySeconds: '1', DeduplicationScope: 'messageGroup' }, {}],
};

interface Held {
  readonly queue: string;
  readonly id: string;
  readonly receives: number;
  readonly handle: string;
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
const START = 1_700_000_000_000;

/** Runs a history on the store and on the model at once. */
export class HistoryRun {
  readonly #opened: OpenDatabase = openDatabase('memory', QUEUE_DATABASE);
  readonly #model = new QueueModel(countedIds());
  readonly #ids = countedIds();
  readonly #held: Held[] = [];
  #clock = START;
  #life = { isOver: false };
  #embedded: EmbeddedQueues;

  private constructor() {
    this.#embedded = this.#openStore();
  }

  static async begin(): Promise<HistoryRun> {
    const run = new HistoryRun();
    run.#model.now = START;
    for (const [name, [attributes, tags]] of Object.entries(QUEUES)) {
      await run.#store.createQueue(name, attributes, tags);
      run.#model.create(name, attributes, tags);
    }
    return run;
  }

  /** Takes a step on both sides. @returns pairs that must be equal: what the store showed, and the model. */
  async take(step: Step): Promise<readonly (readonly [unknown, unknown])[]> {
    if (step.kind === 'wait') {
      this.#clock += step.ms;
      this.#model.now += step.ms;
      // The store knows of time what it has seen, and of that what it has written.
      await this.#store.setTags('dead', {}, []);
      return [];
    }
    if (step.kind === 'setClock') {
      this.#clock -= step.ms;
      await this.#store.setTags('dead', {}, []);
      return [];
    }
    if (step.kind === 'moveBack') return await this.#moveBack();
    return await this.#ask(step.actions, step.fate);
  }

  /** Everything that can be seen of both sides without changing them. */
  async compareAll(): Promise<readonly (readonly [unknown, unknown])[]> {
    const pairs: [unknown, unknown][] = [];
    for (const name of Object.keys(QUEUES)) {
      pairs.push([await this.#store.countMessages(name), this.#model.count(name)]);
      pairs.push([(await this.#store.peek(name, 1_000)).map(seen), this.#model.peek(name)]);
    }
    return pairs;
  }

  get #store() {
    return this.#embedded.queues;
  }

  async end(): Promise<void> {
    await this.#embedded.close();
  }

  async #ask(actions: readonly Action[], fate: Fate) {
    const held = [...this.#held];
    const asked = actions.map((action) => this.#askStore(action, held));
    const answers = Promise.allSettled(asked);
    if (fate === 'dies before the commit') {
      this.#die();
      await answers;
      this.#restart();
      return [];
    }
    // The store looks for visible messages at once, and takes them in its turn.
    const isEmpty = new Map(
      actions.map((action) => [action, action.kind === 'receive' && !this.#model.hasVisible(action.queue)]),
    );
    const expected = actions.map((action) => (isEmpty.get(action) ? [] : this.#askModel(action, held)));
    if (fate === 'dies after the commit') {
      await new Promise((resolve) => setImmediate(resolve));
      this.#die();
      await answers;
      this.#restart();
      return [];
    }
    const shown = await Promise.all(asked);
    return shown.map((answer, at) => [answer, expected[at]] as const);
  }

  async #askStore(action: Action, held: readonly Held[]): Promise<unknown> {
    switch (action.kind) {
      case 'send': {
        const { priority, ...message } = action.sending;
        const attributes =
          priority === undefined ? {} : { Priority: { DataType: 'Number', StringValue: `${priority}` } };
        const [sent] = await this.#store.send(action.queue, [{ ...message, attributes }]);
        return sent && 'value' in sent ? sent.value.messageId : sent?.error.message;
      }
      case 'receive': {
        const { queue, max, hideSeconds } = action;
        const got = await this.#store.receive(queue, { max, visibilitySeconds: hideSeconds, waitSeconds: 0 });
        for (const { messageId: id, receives, receiptHandle: handle } of got) {
          this.#held.push({ queue, id, receives, handle });
        }
        return got.map(seen);
      }
      case 'delete': {
        const one = held.at(action.handle % (held.length || 1));
        if (one === undefined) return true;
        const [deleted] = await this.#store.delete(one.queue, [one.handle]);
        return deleted !== undefined && 'value' in deleted;
      }
      case 'hide': {
        const one = held.at(action.handle % (held.length || 1));
        if (one === undefined) return undefined;
        const change = { receiptHandle: one.handle, visibilitySeconds: action.seconds };
        const [changed] = await this.#store.changeVisibility(one.queue, [change]);
        return changed && 'value' in changed ? changed.value : undefined;
      }
      case 'purge':
        return await this.#store.purge(action.queue);
    }
  }

  #askModel(action: Action, held: readonly Held[]): unknown {
    const one = 'handle' in action ? held.at(action.handle % (held.length || 1)) : undefined;
    switch (action.kind) {
      case 'send':
        return this.#model.send(action.queue, action.sending);
      case 'receive':
        return this.#model.receive(action.queue, action.max, action.hideSeconds);
      case 'delete':
        return one === undefined || this.#model.delete(one.queue, one.id, one.receives);
      case 'hide':
        return one && this.#model.changeVisibility(one.queue, one.id, one.receives, action.seconds);
      case 'purge':
        return this.#model.purge(action.queue);
    }
  }

  async #moveBack() {
    await this.#store.startMoveTask('dead');
    for (;;) {
      const [task] = await this.#store.listMoveTasks('dead', 1);
      if (task?.status !== 'RUNNING') break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    // The task's own name is one of the ids.
    this.#model.skipId();
    this.#model.moveBack('dead');
    return [];
  }

  /** From now on the old process can change nothing more. */
  #die(): void {
    this.#life.isOver = true;
    this.#embedded.stopWaiting();
  }

  /** A process that is new knows the clock, and from the disk the time of the last change. */
  #restart(): void {
    this.#life = { isOver: false };
    this.#model.now = Math.max(this.#clock, this.#model.now);
    this.#embedded = this.#openStore();
  }

  #openStore(): EmbeddedQueues {
    const life = this.#life;
    const { database } = this.#opened;
    const alive = new Proxy(database, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (life.isOver) throw new Error('the process is dead');
          return Reflect.apply(value, target, given);
        };
      },
    });
    const clock = { now: () => this.#clock, sleep: async () => {} };
    const ids = { uuid: this.#ids, secret: this.#ids };
    const close = () => {
      if (!life.isOver) this.#opened.close();
    };
    return openQueues({ ...this.#opened, database: alive, close }, { clock, ids, logger: SILENT });
  }
}

function seen({ messageId: id, body, receives, visibleAt, source }: ReceivedMessage) {
  return { id, body, receives, visibleAt, source };
}

function countedIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
}
