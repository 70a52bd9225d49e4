import { setTimeout as sleep } from 'node:timers/promises';
import type { EventView, RequestOf, ResponseOf } from '../../api/contract.ts';
import { wholeEvents, wholeExecution } from '../../api/whole-data.ts';
import { hasEnded } from '../output/execution-status.ts';
import type { Client } from './client.ts';

/** Names one execution in requests. */
export type ExecutionKey = Pick<RequestOf<'DescribeExecution'>, 'FlowName' | 'ExecutionName'>;

/** An execution as DescribeExecution returns it. */
export type Execution = ResponseOf<'DescribeExecution'>;

/** Longest that one request may wait for an execution's end, in seconds. */
const LONG_POLL_SECONDS = 20;
const PAGE = 999;
const SHORTEST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

/** Resolves to the execution once it has ended. */
export async function awaitEnd(client: Client, key: ExecutionKey, signal?: AbortSignal): Promise<Execution> {
  for (;;) {
    const execution = await client.call(
      'DescribeExecution',
      { ...key, WaitTimeSeconds: LONG_POLL_SECONDS },
      signal,
    );
    if (hasEnded(execution.Status)) return await whole(client, key, execution, signal);
  }
}

/** One execution, with data of any size. */
export async function describeExecution(
  client: Client,
  key: ExecutionKey,
  signal?: AbortSignal,
): Promise<Execution> {
  return await whole(client, key, await client.call('DescribeExecution', key, signal), signal);
}

function whole(client: Client, key: ExecutionKey, execution: Execution, signal?: AbortSignal) {
  return wholeExecution((request) => client.call('GetExecutionData', request, signal), key, execution);
}

/** All events from `firstId` on that exist now, a page at a time. */
export async function* readEvents(
  client: Client,
  key: ExecutionKey,
  firstId = 1,
  signal?: AbortSignal,
): AsyncGenerator<readonly EventView[]> {
  let token: string | undefined = String(firstId);
  while (token !== undefined) {
    const page: ResponseOf<'GetExecutionHistory'> = await client.call(
      'GetExecutionHistory',
      { ...key, Limit: PAGE, NextToken: token },
      signal,
    );
    const read = (request: RequestOf<'GetExecutionData'>) => client.call('GetExecutionData', request, signal);
    if (page.Events.length > 0) yield await wholeEvents(read, key, page.Events);
    token = page.NextToken;
  }
}

/**
 * Hands every event to `onEvents` in order, also those still to come, and resolves to the ended execution.
 *
 * The history is read often while it grows and less often while it rests; the end is awaited beside that, so that
 * it shows at once.
 */
export async function followExecution(
  client: Client,
  key: ExecutionKey,
  onEvents: (events: readonly EventView[]) => void,
  signal: AbortSignal,
): Promise<Execution> {
  const settled = new AbortController();
  const end = awaitEnd(client, key, signal).finally(() => settled.abort());
  // `end` is awaited below and its failure is seen there; until then it must not count as unhandled.
  end.catch(() => undefined);
  let nextId = 1;
  let pause = SHORTEST_PAUSE;
  const readOn = async (): Promise<boolean> => {
    const before = nextId;
    for await (const events of readEvents(client, key, nextId, signal)) {
      onEvents(events);
      nextId += events.length;
    }
    return nextId > before;
  };
  while (!settled.signal.aborted) {
    const startedAt = performance.now();
    const hasGrown = await readOn();
    // At most a third of the time is spent reading, so that watching does not slow down the execution.
    const gentle = 2 * (performance.now() - startedAt);
    pause = Math.min(LONGEST_PAUSE, hasGrown ? Math.max(SHORTEST_PAUSE, gentle) : pause * 2);
    await sleep(pause, undefined, { signal: settled.signal }).catch(() => undefined);
  }
  const execution = await end;
  await readOn();
  return execution;
}
