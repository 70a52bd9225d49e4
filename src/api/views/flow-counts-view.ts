import type { FlowView } from '../contract.ts';
import type { ApiServices } from '../services.ts';
import { formatTime } from './format-time.ts';

/** How the executions of a flow have ended of late, to be spread into its view; nothing where that is not counted. */
export async function flowCountsView(
  { flowCounts, clock }: Pick<ApiServices, 'flowCounts' | 'clock'>,
  { Id }: Pick<FlowView, 'Id'>,
): Promise<Pick<FlowView, 'Counts'>> {
  if (flowCounts === undefined) return {};
  const [counted, running] = await Promise.all([flowCounts.read(Id, clock.now()), flowCounts.running(Id)]);
  const { ended = {}, median, p95, last } = counted ?? {};
  return {
    Counts: {
      Running: running.count,
      MoreRunning: running.isLeast,
      Succeeded: ended.Succeeded ?? 0,
      Failed: ended.Failed ?? 0,
      TimedOut: ended.TimedOut ?? 0,
      Stopped: ended.Stopped ?? 0,
      ...(median !== undefined && { MedianMilliseconds: median }),
      ...(p95 !== undefined && { P95Milliseconds: p95 }),
      ...(last !== undefined && {
        LastEnded: {
          Name: last.name,
          Status: last.status,
          StartedTime: formatTime(last.startedAt),
          StoppedTime: formatTime(last.stoppedAt),
        },
      }),
    },
  };
}
