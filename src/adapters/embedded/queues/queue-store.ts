import type { NewMessage, ReceivedMessage, SentMessage } from '../../../queues/message.ts';
import type { QueueAttributes } from '../../../queues/queue-attributes.ts';
import type {
  MessageCounts,
  MoveTask,
  QueueDescription,
  QueueStore,
  ReceiveRequest,
  Settled,
  Tags,
  VisibilityChange,
} from '../../../queues/queue-store.ts';
import { type MessageRow, receivedMessage } from './message-rows.ts';
import { cancelMoveTask, listMoveTasks, startMoveTask } from './move-tasks.ts';
import * as definitions from './queue-definitions.ts';
import { requireQueue } from './queue-rows.ts';
import type { Receiving } from './receiving.ts';
import { sendMessages } from './send-messages.ts';
import { changeVisibility, deleteMessage } from './settle-messages.ts';
import { visibleRows } from './take-messages.ts';
import type { Transactions } from './transactions.ts';
import type { Upkeep } from './upkeep.ts';

/**
 * Queues in a database.
 *
 * All data of queues and messages are in the tables; memory holds only waiting receivers. So a change that cannot be
 * written has not happened.
 */
export class EmbeddedQueueStore implements QueueStore {
  readonly #transactions: Transactions;
  readonly #receiving: Receiving;
  readonly #upkeep: Upkeep;

  constructor(transactions: Transactions, receiving: Receiving, upkeep: Upkeep) {
    this.#transactions = transactions;
    this.#receiving = receiving;
    this.#upkeep = upkeep;
  }

  createQueue(name: string, attributes: QueueAttributes = {}, tags: Tags = {}): Promise<void> {
    return this.#transactions.write((work) => definitions.createQueue(work, name, attributes, tags));
  }

  async deleteQueue(name: string): Promise<void> {
    await this.#transactions.write((work) => definitions.deleteQueue(work, name));
    void this.#upkeep.cleanUp();
  }

  describeQueue(name: string): Promise<QueueDescription> {
    return this.#transactions.read(({ sql }) => {
      const { createdAt, modifiedAt, attributes, tags } = requireQueue(sql, name);
      return { name, createdAt, modifiedAt, attributes, tags };
    });
  }

  listQueues(prefix: string, after: string, limit: number): Promise<readonly string[]> {
    return this.#transactions.read(({ sql }) => definitions.listQueues(sql, prefix, after, limit));
  }

  setAttributes(name: string, attributes: QueueAttributes): Promise<void> {
    return this.#transactions.write((work) => definitions.setAttributes(work, name, attributes));
  }

  setTags(name: string, tags: Tags, removed: readonly string[]): Promise<void> {
    return this.#transactions.write((work) => definitions.setTags(work, name, tags, removed));
  }

  countMessages(name: string): Promise<MessageCounts> {
    return this.#transactions.read((work) => definitions.countMessages(work, name));
  }

  listSources(deadLetters: string): Promise<readonly string[]> {
    return this.#transactions.read(({ sql }) => definitions.listSources(sql, deadLetters));
  }

  async purge(name: string): Promise<void> {
    await this.#transactions.write((work) => definitions.purgeQueue(work, name));
    void this.#upkeep.cleanUp();
  }

  send(name: string, messages: readonly NewMessage[]): Promise<readonly Settled<SentMessage>[]> {
    return this.#transactions.write((work) => sendMessages(work, requireQueue(work.sql, name), messages));
  }

  receive(name: string, request: ReceiveRequest): Promise<readonly ReceivedMessage[]> {
    return this.#receiving.receive(name, request);
  }

  giveBack(name: string, receiptHandles: readonly string[]): Promise<void> {
    return this.#receiving.giveBack(name, receiptHandles);
  }

  delete(name: string, receiptHandles: readonly string[]): Promise<readonly Settled<undefined>[]> {
    return this.#transactions.write((work) => {
      const queue = requireQueue(work.sql, name);
      return receiptHandles.map((handle) => deleteMessage(work, queue, handle));
    });
  }

  changeVisibility(name: string, changes: readonly VisibilityChange[]): Promise<readonly Settled<number>[]> {
    return this.#transactions.write((work) => {
      const queue = requireQueue(work.sql, name);
      return changes.map((change) => changeVisibility(work, queue, change));
    });
  }

  peek(name: string, max: number): Promise<readonly ReceivedMessage[]> {
    return this.#transactions.read(({ sql, now }) => {
      const queue = requireQueue(sql, name);
      const isKept = ({ sent_at }: MessageRow) => sent_at + queue.settings.retentionMs > now;
      const rows = visibleRows(sql, queue, max, now).filter(isKept);
      return rows.map((row) => receivedMessage(sql, queue, row, now));
    });
  }

  async startMoveTask(source: string, destination?: string, perSecond?: number): Promise<string> {
    const handle = await this.#transactions.write((work) =>
      startMoveTask(work, source, destination, perSecond),
    );
    void this.#upkeep.move(handle);
    return handle;
  }

  cancelMoveTask(handle: string): Promise<number> {
    return this.#transactions.write((work) => cancelMoveTask(work, handle));
  }

  listMoveTasks(source: string, limit: number): Promise<readonly MoveTask[]> {
    return this.#transactions.read(({ sql }) => listMoveTasks(sql, source, limit));
  }
}
