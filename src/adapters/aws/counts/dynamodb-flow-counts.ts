import { type DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { countOf, HOURS, type HourCount, hourOf, withEnd } from '../../../engine/counts/hour-count.ts';
import type { Instant } from '../../../interpreter/event.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { EndedRun, FlowCount, FlowCounts, RunningCount } from '../../../ports/flow-counts.ts';
import type { Logger } from '../../../ports/logger.ts';
import { PARTITION_KEY, SORT_KEY } from '../dynamodb/table-schema.ts';
import { BusyFlows } from '../executions/busy-flows.ts';
import { countPartition, hourKey, hourUpdate, readHour } from './count-items.ts';
import { countRunning } from './count-running.ts';

/** The table of executions, and the time for which they are kept after their end. */
export interface FlowCountsParts {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
  readonly retentionSeconds: number;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Counts in the table of executions: an item for each flow and hour that something ended in. An end is one write; ends of a flow that
 * come while a write is under way go together into the next one. Reading a flow's counts is one query for at most 24 small items.
 */
export class DynamoDbFlowCounts implements FlowCounts {
  readonly #parts: FlowCountsParts;
  readonly #busy: BusyFlows;
  /** The ends that wait, of flows with a write under way. */
  readonly #waiting = new Map<string, HourCount | undefined>();

  constructor(parts: FlowCountsParts) {
    this.#parts = parts;
    this.#busy = new BusyFlows(parts.client, parts.table, parts.clock);
  }

  async ended(run: EndedRun): Promise<void> {
    const { flowId } = run;
    const key = `${flowId}#${hourOf(run.stoppedAt)}`;
    const isWriting = this.#waiting.has(key);
    this.#waiting.set(key, withEnd(this.#waiting.get(key), run));
    if (isWriting) return;
    for (let next = this.#take(key); next !== undefined; next = this.#take(key))
      await this.#write(flowId, next);
    this.#waiting.delete(key);
  }

  async read(flowId: string, now: Instant): Promise<FlowCount | undefined> {
    const { client, table } = this.#parts;
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#pk = :flow AND #sk <= :now',
        ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#sk': SORT_KEY },
        ExpressionAttributeValues: {
          ':flow': { S: countPartition(flowId) },
          ':now': { S: hourKey(hourOf(now)) },
        },
        ScanIndexForward: false,
        Limit: HOURS,
      }),
    );
    return countOf(
      Items.map((item) => readHour(flowId, item)),
      now,
    );
  }

  async running(flowId: string): Promise<RunningCount> {
    const { client, table } = this.#parts;
    return countRunning({ client, table, busy: await this.#busy.lately() }, flowId);
  }

  /** The ends that have come since the last write began. */
  #take(key: string): HourCount | undefined {
    const count = this.#waiting.get(key);
    this.#waiting.set(key, undefined);
    return count;
  }

  async #write(flowId: string, count: HourCount): Promise<void> {
    const { client, table, retentionSeconds, logger } = this.#parts;
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { [PARTITION_KEY]: { S: countPartition(flowId) }, [SORT_KEY]: { S: hourKey(count.hour) } },
          ...hourUpdate(count, retentionSeconds),
        }),
      );
    } catch (error) {
      logger.warn('ends are not counted', { flow_id: flowId, reason: String(error) });
    }
  }
}
