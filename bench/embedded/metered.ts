import { figureOf } from '../figure.ts';
import { type Home, startHome } from '../home/home.ts';
import { inParallel, repeat, timed, type Workload } from '../workload.ts';

const EXECUTIONS = 100;
const AT_A_TIME = 32;

/** W10: what counting for `/metrics` costs, by W1 and W2 with the flag over those without, in turns. */
export const metered: Workload = {
  name: 'W10',
  title: `${EXECUTIONS} executions of ten task steps with --metrics, over those without`,
  measure: async () => {
    await using plain = await startHome({ flows: ['ten-steps'] });
    await using counting = await startHome({ flows: ['ten-steps'], flags: ['--metrics'] });
    const ratios = (width: number) =>
      repeat(7, async () => (await time(counting, width)) / (await time(plain, width)));
    return [
      figureOf('W10', 'time of a step of a sequence with metrics over without', '×', await ratios(1), {
        atMost: 1.05,
      }),
      figureOf(
        'W10',
        'time of steps of 32 executions with metrics over without',
        '×',
        await ratios(AT_A_TIME),
        {
          atMost: 1.05,
        },
      ),
    ];
  },
};

function time({ client }: Home, width: number): Promise<number> {
  return timed(() => inParallel(EXECUTIONS * Math.ceil(width / 8), width, () => client.run('ten-steps')));
}
