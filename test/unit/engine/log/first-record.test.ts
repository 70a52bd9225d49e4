import { expect, test } from 'vitest';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import type { ExecutionHeader } from '../../../../src/ports/execution-store.ts';
import { MEMORY_LIMITS } from '../../../../src/testing/memory/physical-limits.ts';
import { flow, functionFlow, task } from '../engine-flows.ts';
import { EngineHome, facadeOf } from '../engine-home.ts';

const ARN = 'acs:fc:::services/shop/functions/charge';

async function headerOf(home: EngineHome, definition: string): Promise<ExecutionHeader> {
  const { id } = await home.start(definition);
  const header = await home.executions.readHeader(id);
  if (header === undefined) throw new Error('nothing was started');
  return header;
}

test('What a start leads to is written with the header: an execution has as many records as tasks', async () => {
  const home = new EngineHome();
  const { id, firstEvents } = await headerOf(home, functionFlow('first', 'second'));
  expect(firstEvents?.map(({ type }) => type)).toContain('TaskScheduled');
  await home.toEnd();
  const records = await home.executions.readRecords(id, 1, Number.MAX_SAFE_INTEGER);
  expect(records).toHaveLength(2);
  expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual(['first', 'second']);
});

test.each([
  ['a task', flow(task('charge', ARN, 'timeoutSeconds: 60'))],
  ['the flow', flow(task('charge', ARN)).replace('type: flow', 'type: flow\ntimeoutSeconds: 60')],
])(
  'A deadline of %s that might run out before a driver comes begins when one does',
  async (_, definition) => {
    const home = new EngineHome();
    const { id, firstEvents } = await headerOf(home, definition);
    expect(firstEvents).toBeUndefined();
    await home.clock.advanceBy(100_000);
    await home.toEnd();
    expect((await home.executions.readHeader(id))?.end?.status).toBe('Succeeded');
  },
);

test('A deadline of an hour begins with the start', async () => {
  const home = new EngineHome();
  const { firstEvents } = await headerOf(home, flow(task('charge', ARN, 'timeoutSeconds: 3600')));
  expect(firstEvents).toBeDefined();
});

test('A deadline begins with the start where messages are never held back so long', async () => {
  const home = new EngineHome({ physical: { ...MEMORY_LIMITS, delaySeconds: 59 } });
  const { firstEvents } = await headerOf(home, flow(task('charge', ARN, 'timeoutSeconds: 60')));
  expect(firstEvents).toBeDefined();
});

test('A start that loses its name leaves no events', async () => {
  const home = new EngineHome();
  const { id } = await headerOf(home, functionFlow('first'));
  const executions = facadeOf(home.executions, {});
  await startExecution({ ...home.services, executions }, { flowName: 'main', executionName: id.name });
  await home.toEnd();
  expect(home.targets.calls).toHaveLength(1);
});
