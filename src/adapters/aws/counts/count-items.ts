import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { HourCount } from '../../../engine/counts/hour-count.ts';
import type { ExecutionEnd } from '../../../ports/execution-store.ts';
import type { Item } from '../dynamodb/items.ts';
import { SORT_KEY, TTL_ATTRIBUTE } from '../dynamodb/table-schema.ts';

/** Partition of a flow's counts. */
export function countPartition(flowId: string): string {
  return `counts#${flowId}`;
}

/** Sort key of an hour; the order of keys is that of hours. */
export function hourKey(hour: number): string {
  return String(hour).padStart(9, '0');
}

/** The change that adds the ends of an hour to its item, and creates the item with the first. */
export function hourUpdate(
  { hour, ended, durations, last }: HourCount,
  retentionSeconds: number,
): Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> {
  const counts = [
    ...Object.entries(ended).map(([status, count]) => ({ name: `s${status}`, count })),
    ...Object.entries(durations).map(([bucket, count]) => ({ name: `d${bucket}`, count })),
  ];
  return {
    UpdateExpression: `ADD ${counts.map(({ name }) => `${name} :${name}`).join(', ')} SET #expires = :expires, lastEnd = :last`,
    ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE },
    ExpressionAttributeValues: {
      ...Object.fromEntries(counts.map(({ name, count }) => [`:${name}`, { N: String(count) }])),
      ':expires': { N: String(hour * 3600 + retentionSeconds) },
      ':last': {
        M: {
          name: { S: last.name },
          status: { S: last.status },
          startedAt: { N: String(last.startedAt) },
          stoppedAt: { N: String(last.stoppedAt) },
        },
      },
    },
  };
}

/** The ends in such an item. */
export function readHour(flowId: string, item: Item): HourCount {
  const last = item['lastEnd']?.M ?? {};
  return {
    hour: Number(item[SORT_KEY]?.S),
    ended: countsOf(item, /^s([A-Z]\w+)$/),
    durations: countsOf(item, /^d(\d+)$/),
    last: {
      flowId,
      name: last['name']?.S ?? '',
      status: last['status']?.S as ExecutionEnd['status'],
      startedAt: Number(last['startedAt']?.N),
      stoppedAt: Number(last['stoppedAt']?.N),
    },
  };
}

function countsOf(item: Item, named: RegExp): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [attribute, value] of Object.entries(item)) {
    const name = named.exec(attribute)?.[1];
    if (name !== undefined) counts[name] = Number(value.N);
  }
  return counts;
}
