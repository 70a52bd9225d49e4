import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../../interpreter/event.ts';
import type { ReplyTo } from '../../../ports/task-targets.ts';
import { type Item, textOf } from '../dynamodb/items.ts';
import { PARTITION_KEY, replyPartition, SORT_KEY, TTL_ATTRIBUTE } from '../dynamodb/table-schema.ts';

/** A reply comes at once or never; what is older tells where a late one belonged, for a day. */
const KEPT_MS = 86_400_000;

const REPLY = 'reply';

/** Which task each call belongs to whose outcome comes as a message, by the id that Lambda gave the call. */
export class AwaitedReplies {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Notes the task of a call that Lambda has taken. The note goes by itself a day after the deadline. */
  async keep(requestId: string, { execution, task }: ReplyTo, deadlineAt: Instant): Promise<void> {
    const item: Item = {
      ...keyOf(requestId),
      flow: { S: execution.flowId },
      name: { S: execution.name },
      frame: { N: String(task.frame) },
      entry: { N: String(task.entry) },
      attempt: { N: String(task.attempt) },
      [TTL_ATTRIBUTE]: { N: String(Math.ceil((deadlineAt + KEPT_MS) / 1000)) },
    };
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: item }));
  }

  /**
   * The task of a call; undefined when no call has that id, or its note is yet to be written. The note is almost always older than its
   * reply, and never changes: a read that may lag behind costs half, and only one that finds nothing is asked again.
   */
  async find(requestId: string): Promise<ReplyTo | undefined> {
    const Item = (await this.#read(requestId, false)) ?? (await this.#read(requestId, true));
    if (Item === undefined) return undefined;
    const number = (name: string) => Number(Item[name]?.N);
    return {
      execution: { flowId: textOf(Item, 'flow'), name: textOf(Item, 'name') },
      task: { frame: number('frame'), entry: number('entry'), attempt: number('attempt') },
    };
  }

  async #read(requestId: string, ConsistentRead: boolean): Promise<Item | undefined> {
    const read = new GetItemCommand({ TableName: this.#table, Key: keyOf(requestId), ConsistentRead });
    return (await this.#client.send(read)).Item;
  }
}

function keyOf(requestId: string): Item {
  return { [PARTITION_KEY]: { S: replyPartition(requestId) }, [SORT_KEY]: { S: REPLY } };
}
