import { readFileSync } from 'node:fs';
import { itemBytes } from '../../src/adapters/aws/dynamodb/items.ts';
import { recordItem } from '../../src/adapters/aws/executions/record-item.ts';
import { flowOf, Run } from '../../src/testing/run-flow.ts';
import { type Figure, figureOf } from '../figure.ts';

const STEPS = 10;
const RUNS = 5;

/** The interpreter without anything around it: how fast it decides ten tasks, and what it gives to be kept. */
export function measureInterpreter(): readonly Figure[] {
  const flow = flowOf(readFileSync(new URL('../flows/ten-steps.yaml', import.meta.url), 'utf8'));
  const rates = Array.from({ length: RUNS + 1 }, () => stepsPerSecond(() => new Run(flow).toEnd())).slice(1);
  const { steps } = new Run(flow).toEnd();
  const id = { flowId: '2b9d1f4e-8a31-4c57-9f0e-6d5c4b3a2918', name: 'c3f8a1d2-7e64-4b95-8a2f-1d0e9c8b7a65' };
  let firstEventId = 1;
  let bytes = 0;
  for (const { events } of steps) {
    const owner = '0a9b8c7d-6e5f-4a3b-9c2d-1e0f9a8b7c6d';
    bytes += itemBytes(recordItem(id, { firstEventId, at: 1_795_000_000_000, owner, events }, 1_834_000_000));
    firstEventId += events.length;
  }
  return [
    figureOf('A5', 'the interpreter alone, one core', 'steps/s', rates),
    figureOf('A5', 'log of a task step, with its keys', 'bytes', [bytes / STEPS]),
  ];
}

function stepsPerSecond(run: () => unknown): number {
  const begun = performance.now();
  let runs = 0;
  while (performance.now() - begun < 500) {
    run();
    runs += 1;
  }
  return (runs * STEPS) / ((performance.now() - begun) / 1000);
}
