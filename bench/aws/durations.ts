import { format, round } from '../figure.ts';
import type { AwsHome } from './home.ts';
import { billedMilliseconds, costsOf, totalOf, waitingCost } from './prices.ts';
import { type Measured, measure, type Scenario } from './scenarios.ts';

/** A million task steps of functions that run for so long, and what a step takes: waited for by a driver, and replying by a message. */
export interface DurationCost {
  readonly milliseconds: number;
  /** Executions that are driven at the same time. */
  readonly atOnce: number;
  readonly dollars: Ways;
  /** From the end of the step before to that of this one, in milliseconds. */
  readonly latency: Ways;
}

interface Ways {
  readonly driver: number;
  readonly reply: number;
}

const STEPS = 10;

const DURATIONS = [10, 100, 1_000, 10_000, 60_000, 900_000];

/** Two hand-overs between services that a call which is waited for does not have, and one of the event: assumed. */
const HAND_OVER_MS = 20;
const HAND_OVERS = 3;

/** Functions that reply, by the longest duration for which they are counted: the timeout is what costs may depend on. */
const REPLYING = [
  { until: 1_000, called: 'services/bench.replies-3s/functions/work-1' },
  { until: 60_000, called: 'services/bench.replies-90s/functions/work-60' },
  { until: 900_000, called: 'services/bench.replies-900s/functions/work-900' },
];

/** Counts sequences of ten tasks in both ways, alone and ten at once. What a driver waits for is added: it does not change what is counted. */
export async function measureDurations(home: AwsHome): Promise<readonly DurationCost[]> {
  const rows: DurationCost[] = [];
  for (const atOnce of [1, 10]) {
    const waitedFor = await measure(home, sequence(atOnce));
    const replying: (Measured & { readonly until: number })[] = [];
    for (const { until, called } of REPLYING)
      replying.push({ until, ...(await measure(home, sequence(atOnce, called))) });
    for (const milliseconds of DURATIONS) {
      const reply = replying.find(({ until }) => milliseconds <= until);
      if (reply !== undefined) rows.push(rowOf(milliseconds, atOnce, waitedFor, reply));
    }
  }
  return rows;
}

function sequence(atOnce: number, called?: string): Scenario {
  return {
    name: called === undefined ? 'waited for' : 'replying',
    title: called ?? 'ten function tasks',
    flow: 'ten-steps',
    ...(called !== undefined && { called }),
    executions: 10,
    taskSteps: STEPS,
    isBusy: atOnce > 1,
  };
}

function rowOf(milliseconds: number, atOnce: number, waitedFor: Measured, reply: Measured): DurationCost {
  const perStep = ({ usage }: Measured) => (totalOf(costsOf(usage)) / STEPS) * 1e6;
  const work = ({ usage }: Measured) => (billedMilliseconds(usage) / STEPS) * atOnce;
  const waiting = (waitingCost(milliseconds) / atOnce) * 1e6;
  return {
    milliseconds,
    atOnce,
    dollars: { driver: round(perStep(waitedFor) + waiting), reply: round(perStep(reply)) },
    latency: {
      driver: Math.round(milliseconds + work(waitedFor)),
      reply: Math.round(milliseconds + work(reply) + HAND_OVERS * HAND_OVER_MS),
    },
  };
}

/** Both ways side by side, as a Markdown table. */
export function durationTable(rows: readonly DurationCost[]): string {
  const lines = rows.map(({ milliseconds, atOnce, dollars, latency }) => {
    const task = milliseconds < 1_000 ? `${milliseconds} ms` : `${milliseconds / 1_000} s`;
    const cells = [
      task,
      atOnce === 1 ? 'alone' : 'ten at once',
      `$${format(dollars.driver)}`,
      `$${format(dollars.reply)}`,
      `${format(latency.driver)} ms`,
      `${format(latency.reply)} ms`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| Function | Executions | A driver waits | It replies by a message | A step, waited for | A step, by message |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
