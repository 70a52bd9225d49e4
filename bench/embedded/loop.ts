import { figureOf } from '../figure.ts';
import type { Client } from '../home/client.ts';
import { startHome } from '../home/home.ts';
import { repeat, timed, type Workload } from '../workload.ts';

const ROUNDS = 100;
const TURNS = 100;

/** W5: how many steps a second go by that need nothing from outside. */
export const loop: Workload = {
  name: 'W5',
  title: 'a loop of a pass and a choice, 10,000 turns',
  measure: async () => {
    await using home = await startHome({ flows: ['loop'] });
    const runs = await repeat(7, async () => {
      const elapsed = await timed(() => runLoop(home.client, ROUNDS, TURNS));
      return stepsOf(ROUNDS, TURNS) / (elapsed / 1000);
    });
    return [figureOf('W5', 'steps of a loop without tasks', 'steps/s', runs, { atLeast: 100_000 })];
  },
};

/** Runs the loop; every round has so many turns. */
export async function runLoop(client: Client, rounds: number, turns: number): Promise<void> {
  await client.run('loop', loopInput(rounds, turns));
}

/** The input of an execution of the loop. */
export function loopInput(rounds: number, turns: number): object {
  return { rounds: chainOf(rounds), turnsOfARound: chainOf(turns) };
}

/** Steps of the whole loop: two in a turn, three more around the turns of a round. */
export function stepsOf(rounds: number, turns: number): number {
  return rounds * (2 * turns + 3);
}

interface Node {
  readonly left: number;
  readonly next?: Node;
}

function chainOf(length: number): Node {
  let node: Node = { left: 0 };
  for (let left = 1; left <= length; left++) node = { left, next: node };
  return node;
}
