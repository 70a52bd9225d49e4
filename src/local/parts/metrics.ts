import type { EmbeddedHome } from '../embedded-home.ts';
import type { FunctionRunner } from '../functions/function-runner.ts';
import { type Observed, observeServer } from '../metrics/observe-server.ts';
import type { WriteMetrics } from '../metrics/serve-metrics.ts';
import type { QueueReading, ServerMetrics } from '../metrics/server-metrics.ts';
import type { Overload } from '../overload.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Queues } from './queues.ts';

/** Most queues whose messages are counted for one reading. */
const MOST_QUEUES = 200;

/** The metrics of a server that is asked for them, and what counts. */
export interface Metering {
  readonly metrics: ServerMetrics;
  readonly observed: Observed;
}

/** Begins to count. Their library is loaded here, so a server without them does without it. */
export async function beginMetering({ hasMetrics }: ServerOptions): Promise<Metering | undefined> {
  if (!hasMetrics) return undefined;
  const { ServerMetrics } = await import('../metrics/server-metrics.ts');
  const metrics = new ServerMetrics();
  return { metrics, observed: observeServer(metrics) };
}

/** The parts that are read when the metrics are. */
export interface Metered {
  readonly home: EmbeddedHome;
  readonly admission: Overload;
  readonly functions: FunctionRunner;
  readonly queues: Queues;
}

/** Adds what is read only when it is asked for. @returns how to write everything */
export function readingMetrics(
  { metrics }: Metering,
  { home, admission, functions, queues }: Metered,
): WriteMetrics {
  metrics.read({
    waiting: () => home.waitingMessages(),
    oldestWaitSeconds: () => home.load().longestWaitMs / 1000,
    handling: () => home.load().handling,
    requests: () => admission.load().requests,
    waiters: () => admission.load().waits,
    refused: () => admission.load().refused,
    crashes: () => functions.crashes,
    queues: () => readQueues(queues),
  });
  return () => metrics.text();
}

/** A queue that is deleted meanwhile is left out. */
async function readQueues({ queues }: Queues): Promise<readonly QueueReading[]> {
  const names = await queues.listQueues('', '', MOST_QUEUES);
  const readings = await Promise.all(
    names.map(async (name) => ({ name, ...(await queues.countMessages(name).catch(() => undefined)) })),
  );
  return readings.flatMap(({ name, visible, inFlight = 0, delayed = 0 }) =>
    visible === undefined ? [] : [{ name, visible, inFlight, delayed }],
  );
}
