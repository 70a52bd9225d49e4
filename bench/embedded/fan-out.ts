import { figureOf } from '../figure.ts';
import type { Client } from '../home/client.ts';
import { startHome } from '../home/home.ts';
import { median } from '../statistics.ts';
import { repeat, timed, type Workload } from '../workload.ts';

const FEW = 100;
const MANY = 10_000;

/** W3: how many iterations a second one wide foreach makes, and whether width makes each of them dearer. */
export const fanOut: Workload = {
  name: 'W3',
  title: 'one execution, a foreach over 100, 1,000 and 10,000 items with a task each',
  measure: async () => {
    await using home = await startHome({ flows: ['each-item'] });
    const target = { atLeast: 10_000 };
    const few = await repeat(10, () => perItem(home.client, FEW, 10));
    const thousand = await repeat(7, () => perItem(home.client, 1_000, 1));
    const many = await repeat(5, () => perItem(home.client, MANY, 1));
    const rate = (times: readonly number[]) => times.map((time) => 1000 / time);
    return [
      figureOf('W3', 'iterations of 100 items', 'items/s', rate(few), target),
      figureOf('W3', 'iterations of 1,000 items', 'items/s', rate(thousand), target),
      figureOf('W3', 'iterations of 10,000 items', 'items/s', rate(many), target),
      figureOf(
        'W3',
        'time of an item of 10,000 over one of 100',
        '×',
        many.map((time) => time / median(few)),
        { atMost: 1.2 },
      ),
    ];
  },
};

/** Milliseconds for one item of a foreach over so many. */
export async function perItem(client: Client, width: number, executions: number): Promise<number> {
  const input = { items: Array.from({ length: width }, (_, index) => index) };
  const elapsed = await timed(async () => {
    for (let at = 0; at < executions; at++) await client.run('each-item', input);
  });
  return elapsed / (width * executions);
}
