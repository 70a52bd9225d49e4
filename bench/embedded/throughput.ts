import { figureOf } from '../figure.ts';
import { startHome } from '../home/home.ts';
import { inParallel, repeat, timed, type Workload } from '../workload.ts';

const STEPS = 10;
const EXECUTIONS = 500;
const AT_A_TIME = 32;

/** W2: how many steps a second many executions make together. */
export const throughput: Workload = {
  name: 'W2',
  title: '500 executions of ten task steps, 32 at a time',
  measure: async () => {
    await using home = await startHome({ flows: ['ten-steps'] });
    const runs = await repeat(7, async () => {
      const elapsed = await timed(() =>
        inParallel(EXECUTIONS, AT_A_TIME, () => home.client.run('ten-steps')),
      );
      return (EXECUTIONS * STEPS) / (elapsed / 1000);
    });
    return [figureOf('W2', 'steps of 32 executions at a time', 'steps/s', runs, { atLeast: 10_000 })];
  },
};
