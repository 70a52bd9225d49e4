import { figureOf } from '../figure.ts';
import { startHome } from '../home/home.ts';
import { inParallel, repeat, timed, type Workload } from '../workload.ts';

const STARTS = 5_000;
const CONNECTIONS = 64;

/** W8: how many starts a second are answered, each with the start on disk; the executions run meanwhile. */
export const starts: Workload = {
  name: 'W8',
  title: 'StartExecution over 64 connections',
  measure: async () => {
    await using home = await startHome({ flows: ['pass'] });
    const runs = await repeat(7, async () => {
      const elapsed = await timed(() =>
        inParallel(STARTS, CONNECTIONS, () => home.client.call('StartExecution', { FlowName: 'pass' })),
      );
      return STARTS / (elapsed / 1000);
    });
    return [figureOf('W8', 'starts accepted and durable', 'starts/s', runs, { atLeast: 3_000 })];
  },
};
