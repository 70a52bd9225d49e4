import { setTimeout as sleep } from 'node:timers/promises';
import type { EventView, RequestOf, ResponseOf } from '../api/contract.ts';
import type { Client } from './client.ts';
import { hasEnded } from './execution-status.ts';

/** Names one execution in requests. */
export type ExecutionKey = Pick<RequestOf<'DescribeExecution'>, 'FlowName' | 'ExecutionName'>;

/** An execution as DescribeExecution answers it. */
export type Execution = ResponseOf<'DescribeExecution'>;

/** Longest that one request may wait for an execution's end, in seconds. */
const LONG_POLL_SECONDS = 20;
const PAGE = 999;
const SHORTEST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

/** Answers the execution once it has ended. */
export async function awaitEnd(client: Client, key: ExecutionKey, signal?: AbortSignal): Promise<Execution> {
  for (;;) {
    const execution = await client.call(
      'DescribeExecution',
      { ...key, WaitTimeSeconds: LONG_POLL_SECONDS },
      signal,
    );
    if (hasEnded(execution.Status)) return execution;
  }
}

/** All events from `firstId` on that exist now, a page at a time. */
export async function* readEvents(
  client: Client,
  key: ExecutionKey,
  firstId = 1,
): AsyncGenerator<readonly EventView[]> {
  let token: string | undefined = String(firstId);
  while (token !== undefined) {
    const page: ResponseOf<'GetExecutionHistory'> = await client.call('GetExecutionHistory', {
      ...key,
      Limit: PAGE,
      NextToken: token,
    });
    if (page.Events.length > 0) yield page.Events;
    token = page.NextToken;
  }
}

/**
 * Hands every event to `onEvents` in order, also those still to come, and answers the ended execution.
 *
 * The history is read often while it grows and less often while it rests; the end is awaited beside that, so that
 * it shows at once.
 */
export async function followExecution(
  client: Client,
  key: ExecutionKey,
  onEvents: (events: readonly EventView[]) => void,
): Promise<Execution> {
  const stop = new AbortController();
  const ended = new AbortController();
  const end = awaitEnd(client, key, stop.signal).finally(() => ended.abort());
  // Whoever awaits `end` below sees its failure; until then it must not count as unhandled.
  end.catch(() => undefined);
  try {
    let nextId = 1;
    let pause = SHORTEST_PAUSE;
    while (!ended.signal.aborted) {
      const before = nextId;
      nextId = await readOn(client, key, nextId, onEvents);
      pause = nextId > before ? SHORTEST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
      await sleep(pause, undefined, { signal: ended.signal }).catch(() => undefined);
    }
    const execution = await end;
    await readOn(client, key, nextId, onEvents);
    return execution;
  } finally {
    stop.abort();
  }
}

async function readOn(
  client: Client,
  key: ExecutionKey,
  firstId: number,
  onEvents: (events: readonly EventView[]) => void,
): Promise<number> {
  let nextId = firstId;
  for await (const events of readEvents(client, key, firstId)) {
    onEvents(events);
    nextId = (events.at(-1)?.EventId ?? nextId - 1) + 1;
  }
  return nextId;
}
