import { expect, test } from 'vitest';
import { readHistory } from '../../../../src/engine/history/history.ts';
import { forkExecution } from '../../../../src/engine/resume/fork-execution.ts';
import { redriveExecution } from '../../../../src/engine/resume/redrive-execution.ts';
import type { EngineServices } from '../../../../src/engine/services.ts';
import type { ExecutionHeader } from '../../../../src/ports/execution-store.ts';
import { EngineHome, facadeOf } from '../engine-home.ts';

const FLOW = `version: v1
type: flow
steps:
  - {type: task, name: a, resourceArn: "acs:fc:::services/s/functions/f"}
  - {type: wait, name: rest, duration: 100}
  - {type: fail, name: broken, error: Broken}
`;

/** A home with an execution that has failed, and a process that dies while it copies the log into a fork. */
async function openForked() {
  const home = new EngineHome();
  const source = await home.start(FLOW);
  await home.toEnd();
  let copies = 0;
  const dying = facadeOf(home.executions, {
    append: async (id, record) => {
      if (++copies > 1) throw new Error('the process dies');
      return await home.executions.append(id, record);
    },
  });
  const services = home.otherProcess({ executions: dying });
  const request = { name: 'fork', fromStep: 'rest' };
  await expect(forkExecution(services, source.id, request)).rejects.toThrow('the process dies');
  const fork = (await home.executions.readHeader({ ...source.id, name: 'fork' })) as ExecutionHeader;
  return { home, source, fork };
}

/** The same home after the execution that was forked has been removed. */
function withoutSource({ services, executions }: EngineHome): EngineServices {
  const readHeader: typeof executions.readHeader = async (id) =>
    id.name === 'fork' ? await executions.readHeader(id) : undefined;
  return { ...services, executions: facadeOf(executions, { readHeader }) };
}

test('what a process that died did not copy is copied by the first reader', async () => {
  const { home, source, fork } = await openForked();
  const whole = await home.history(source);
  const history = await home.history(fork);
  expect(history.slice(0, whole.length)).toEqual(whole);
  expect(history[whole.length]).toMatchObject({ id: whole.length + 1, type: 'ExecutionForked' });
  await home.toEnd();
  const ended = await home.history(fork);
  expect(ended.at(-1)).toMatchObject({ type: 'ExecutionFailed' });
  const headerAtEnd = (await home.executions.readHeader(fork.id)) as ExecutionHeader;
  expect(await readHistory(withoutSource(home), headerAtEnd, 1, 999)).toEqual(ended);
});

test('where the execution that was forked is gone by then, the log begins with the fork, which runs on', async () => {
  const { home, source, fork } = await openForked();
  const { length } = await home.history(source);
  await home.toEnd();
  const gone = withoutSource(home);
  const header = (await home.executions.readHeader(fork.id)) as ExecutionHeader;
  const history = await readHistory(gone, header, 1, 999);
  expect(history[0]).toMatchObject({ id: length + 1, type: 'ExecutionForked' });
  expect(history.at(-1)).toMatchObject({ type: 'ExecutionFailed' });
  expect(await redriveExecution(gone, fork.id, {})).toEqual({
    kind: 'refused',
    reason: `Its first ${length} events were not taken over in time from execution run`,
  });
});

test('an execution can be forked a hundred times', async () => {
  const home = new EngineHome();
  const { id } = await home.start(FLOW);
  await home.settle();
  for (let fork = 0; fork < 100; fork++) await home.executions.noteFork(id, `fork-${fork}`);
  expect(await forkExecution(home.services, id, { name: 'one-more' })).toEqual({
    kind: 'refused',
    reason: 'It was forked 100 times, the most allowed',
  });
});

test('large values and inputs are kept for the fork anew: they go with it alone', async () => {
  const home = new EngineHome();
  const physical = { ...home.services.physical, inlineBytes: 1_000 };
  const small = { ...home.services, physical };
  const input = JSON.stringify({ text: 'x'.repeat(5_000) });
  const source = await home.start(FLOW, input);
  await home.toEnd();
  const changed = input.replaceAll('x', 'y');
  const outcome = await forkExecution(small, source.id, { name: 'fork', fromStep: 'rest', input: changed });
  expect(outcome.kind).toBe('forked');
  const fork = (await home.executions.readHeader({ ...source.id, name: 'fork' })) as ExecutionHeader;
  expect(fork.input).toMatchObject({ bytes: changed.length });
  expect(fork.origins).toMatchObject([{ name: 'run', input: { bytes: input.length } }]);
  const [first] = await readHistory(withoutSource(home), fork, 1, 1);
  expect(first?.detail).toBe(`{"input":${input}}`);
});
