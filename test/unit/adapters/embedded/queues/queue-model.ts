import { deduplicationKey } from '../../../../../src/queues/deduplication.ts';
import { readSettings } from '../../../../../src/queues/queue-settings.ts';

/** A message of the model. */
interface Message {
  readonly id: string;
  readonly body: string;
  readonly group: string | undefined;
  readonly priority: number;
  /** Place in the order of sending. */
  readonly order: number;
  visibleAt: number;
  receives: number;
  source: string | undefined;
}

/** The visible part of a received message. */
export interface Seen {
  readonly id: string;
  readonly body: string;
  readonly receives: number;
  readonly visibleAt: number;
  readonly source: string | undefined;
}

interface ModelQueue {
  readonly settings: ReturnType<typeof readSettings>;
  messages: Message[];
  readonly known: Map<string, { readonly id: string; readonly until: number }>;
}

/** A message to be sent. */
export interface Sending {
  readonly body: string;
  readonly priority?: number;
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** Queues as they ought to be: lists that are searched from their beginning, and nothing else. */
export class QueueModel {
  now = 0;
  readonly #queues = new Map<string, ModelQueue>();
  readonly #nextId: () => string;
  #order = 0;

  constructor(nextId: () => string) {
    this.#nextId = nextId;
  }

  /** Leaves an id out that something else than a message has. */
  skipId(): void {
    this.#nextId();
  }

  create(name: string, attributes: Record<string, string>, tags: Record<string, string>): void {
    const settings = readSettings(name, attributes, tags);
    this.#queues.set(name, { settings, messages: [], known: new Map() });
  }

  send(name: string, sending: Sending): string {
    const queue = this.#of(name);
    const { settings } = queue;
    if (!settings.isFifo) return this.#put(queue, sending);
    const key = deduplicationKey(sending, sending.deduplicationId ?? '', settings);
    const known = queue.known.get(key);
    if (known !== undefined && known.until > this.now) return known.id;
    const id = this.#put(queue, { ...sending, delaySeconds: settings.delaySeconds });
    queue.known.set(key, { id, until: this.now + 300_000 });
    return id;
  }

  hasVisible(name: string): boolean {
    return this.#visible(this.#of(name)).length > 0;
  }

  receive(name: string, max: number, visibilitySeconds: number): readonly Seen[] {
    const queue = this.#of(name);
    const { settings } = queue;
    const taken: Message[] = [];
    const dead = settings.redrive && this.#queues.get(settings.redrive.deadLetters);
    for (;;) {
      const found = this.#visible(queue)
        .filter((message) => !taken.includes(message))
        .slice(0, max - taken.length);
      if (found.length === 0) break;
      for (const message of found) {
        if (dead !== undefined && message.receives >= (settings.redrive?.maxReceiveCount ?? 0)) {
          remove(queue, message);
          dead.messages.push({ ...message, receives: 0, visibleAt: this.now, source: name });
        } else {
          message.receives += 1;
          message.visibleAt = this.now + visibilitySeconds * 1_000;
          taken.push(message);
        }
      }
      if (visibilitySeconds === 0 && taken.length > 0) break;
    }
    return taken.map(see);
  }

  /** True when the message is deleted, or was. */
  delete(name: string, id: string, receives: number): boolean {
    const queue = this.#of(name);
    const message = queue.messages.find((each) => each.id === id);
    if (message === undefined) return true;
    const isCurrent =
      message.receives === receives && (!queue.settings.isFifo || message.visibleAt > this.now);
    if (isCurrent) remove(queue, message);
    return isCurrent || !queue.settings.isFifo;
  }

  /** Answers until when the message is hidden now; undefined when it could not be changed. */
  changeVisibility(name: string, id: string, receives: number, seconds: number): number | undefined {
    const message = this.#of(name).messages.find((each) => each.id === id);
    if (message === undefined || message.receives !== receives || message.visibleAt <= this.now)
      return undefined;
    message.visibleAt = this.now + seconds * 1_000;
    return message.visibleAt;
  }

  purge(name: string): void {
    this.#of(name).messages = [];
  }

  /** Sends all dead letters back where they came from. */
  moveBack(name: string): void {
    const queue = this.#of(name);
    for (const message of this.#visible(queue)) {
      const to = this.#queues.get(message.source ?? '');
      if (to === undefined) return;
      remove(queue, message);
      this.#put(to, { body: message.body, priority: message.priority, delaySeconds: 0 });
    }
  }

  peek(name: string): readonly Seen[] {
    return this.#visible(this.#of(name)).map(see);
  }

  count(name: string) {
    const { messages } = this.#of(name);
    const hidden = messages.filter(({ visibleAt }) => visibleAt > this.now);
    return {
      visible: messages.length - hidden.length,
      inFlight: hidden.filter(({ receives }) => receives > 0).length,
      delayed: hidden.filter(({ receives }) => receives === 0).length,
    };
  }

  #put(queue: ModelQueue, sending: Sending): string {
    const id = this.#nextId();
    const delaySeconds = sending.delaySeconds ?? queue.settings.delaySeconds;
    this.#order += 1;
    queue.messages.push({
      id,
      body: sending.body,
      group: sending.groupId,
      priority: sending.priority ?? 8,
      order: this.#order,
      visibleAt: this.now + delaySeconds * 1_000,
      receives: 0,
      source: undefined,
    });
    return id;
  }

  /** Those that may be received, in their order. */
  #visible(queue: ModelQueue): readonly Message[] {
    if (queue.settings.isFifo) return this.#visibleInGroups(queue);
    const rank = ({ priority }: Message) => (queue.settings.ordersByPriority ? priority : 0);
    return queue.messages
      .filter(({ visibleAt }) => visibleAt <= this.now)
      .sort((a, b) => rank(a) - rank(b) || a.visibleAt - b.visibleAt || a.order - b.order);
  }

  #visibleInGroups({ messages }: ModelQueue): readonly Message[] {
    const inOrder = messages.toSorted((a, b) => a.order - b.order);
    const groups = Map.groupBy(inOrder, ({ group = '' }) => group);
    const readyAt = ([first, ...rest]: readonly Message[]) =>
      Math.max(first?.visibleAt ?? 0, ...rest.filter(({ receives }) => receives > 0).map((m) => m.visibleAt));
    return [...groups]
      .filter(([, group]) => readyAt(group) <= this.now)
      .sort(([a, first], [b, second]) => readyAt(first) - readyAt(second) || (a < b ? -1 : 1))
      .flatMap(([, group]) => {
        const hidden = group.findIndex(({ visibleAt }) => visibleAt > this.now);
        return hidden === -1 ? group : group.slice(0, hidden);
      });
  }

  #of(name: string): ModelQueue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  }
}

function remove(queue: ModelQueue, message: Message): void {
  queue.messages = queue.messages.filter((each) => each !== message);
}

function see({ id, body, receives, visibleAt, source }: Message): Seen {
  return { id, body, receives, visibleAt, source };
}
