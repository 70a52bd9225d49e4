import { figureOf } from '../figure.ts';
import { startHome } from '../home/home.ts';
import { median } from '../statistics.ts';
import { repeat, timed, type Workload } from '../workload.ts';

const STEPS = 10;
const EXECUTIONS = 300;

/** W1: how long a step takes when nothing else is going on, the start of the execution counted in. */
export const sequence: Workload = {
  name: 'W1',
  title: 'ten task steps in sequence, one execution at a time',
  measure: async () => {
    await using home = await startHome({ flows: ['ten-steps'] });
    const runs = await repeat(5, async () => {
      const executions: number[] = [];
      for (let at = 0; at < EXECUTIONS; at++) {
        executions.push(await timed(() => home.client.run('ten-steps')));
      }
      return median(executions) / STEPS;
    });
    return [figureOf('W1', 'one step of a sequence', 'ms', runs, { atMost: 0.5 })];
  },
};
