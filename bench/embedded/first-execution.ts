import { figureOf } from '../figure.ts';
import { startHome } from '../home/home.ts';
import { repeat, type Workload } from '../workload.ts';

/** W6: how long it takes from the command until a first execution with a task has ended. */
export const firstExecution: Workload = {
  name: 'W6',
  title: 'from `fdl dev` typed to the end of a first execution',
  measure: async () => {
    const runs = await repeat(9, async () => {
      const begun = performance.now();
      await using home = await startHome({ flows: ['one-step'] });
      await home.client.run('one-step');
      return performance.now() - begun;
    });
    return [figureOf('W6', 'command typed to first execution ended', 'ms', runs, { atMost: 400 })];
  },
};
