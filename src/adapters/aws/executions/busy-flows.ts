import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../ports/clock.ts';
import { textOf } from '../dynamodb/items.ts';
import { putIfAbsent } from '../dynamodb/put-if-absent.ts';
import { queryItems } from '../dynamodb/query-items.ts';
import { LISTING_INDEX, PARTITION_KEY, SORT_KEY } from '../dynamodb/table-schema.ts';

/** Partition of the executions table with one small item for each busy flow. */
const BUSY = 'busy';

/** For so long a process may list executions without knowing that a flow has become busy meanwhile. */
const KNOWN_FOR_MS = 10_000;

/**
 * The flows whose executions are listed in many partitions of the index, as one cannot take them
 * (docs/internals/decisions/0039-busy-flows-spread-over-the-index.md).
 *
 * A flow is busy from the moment that DynamoDB refuses to list one more of its executions, and stays so. It is marked before the
 * first of them is listed elsewhere, so a list that reads the marks first knows where to look.
 */
export class BusyFlows {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  /** Those that this process has met: it may go on in the first partition of the others, for as long as that takes it. */
  readonly #met = new Set<string>();
  /** Those whose marks this process has seen; no mark is ever taken away. */
  readonly #marked = new Set<string>();
  readonly #clock: Pick<Clock, 'now'>;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(client: DynamoDBClient, table: string, clock: Pick<Clock, 'now'>) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  /** Does a write that lists an execution, and does it again for a busy flow when the index refused it. */
  async write<T>(flowId: string, listed: (isBusy: boolean) => Promise<T>): Promise<T> {
    const isBusy = this.#met.has(flowId);
    try {
      return await listed(isBusy);
    } catch (error) {
      if (isBusy || !isIndexTooHot(error)) throw error;
    }
    await putIfAbsent(this.#client, this.#table, { [PARTITION_KEY]: { S: BUSY }, [SORT_KEY]: { S: flowId } });
    this.#met.add(flowId);
    this.#marked.add(flowId);
    return await listed(true);
  }

  /** Those that were busy ten seconds ago, and some that are since: one read for all lists of that time. */
  async lately(): Promise<ReadonlySet<string>> {
    const age = this.#clock.now() - this.#readAt;
    return age >= 0 && age < KNOWN_FOR_MS ? this.#marked : await this.now();
  }

  /** All that are busy: one read unit for each eighty. */
  async now(): Promise<ReadonlySet<string>> {
    const readAt = this.#clock.now();
    const marks = queryItems(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: `${PARTITION_KEY} = :busy`,
      ExpressionAttributeValues: { ':busy': { S: BUSY } },
    });
    for await (const mark of marks) this.#marked.add(textOf(mark, SORT_KEY));
    this.#readAt = readAt;
    return this.#marked;
  }
}

/** The part that had too much to do, in an exception of DynamoDB. */
interface Reason {
  readonly reason?: string;
  readonly resource?: string;
}

/** True when a partition of the listing index took no more, as opposed to the table or the account. */
function isIndexTooHot(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { ThrottlingReasons, throttlingReasons = ThrottlingReasons } = error as {
    readonly ThrottlingReasons?: readonly Reason[];
    readonly throttlingReasons?: readonly Reason[];
  };
  const isHot = ({ reason = '', resource = '' }: Reason) =>
    reason.startsWith('IndexWriteKeyRange') && resource.endsWith(`/${LISTING_INDEX}`);
  return throttlingReasons?.some(isHot) ?? isIndexTooHot(error.cause);
}
