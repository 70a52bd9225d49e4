import { describe, expect, test } from 'vitest';
import { startExecution } from '../../../src/engine/start-execution.ts';
import { functionFlow, PASS } from './engine-flows.ts';
import { EngineHome, facadeOf, START } from './engine-home.ts';

async function homeWith(definition: string): Promise<EngineHome> {
  const home = new EngineHome();
  await home.createFlow('main', definition);
  return home;
}

test('The message is sent before the header is created, and owns it', async () => {
  const home = await homeWith(PASS);
  const calls: string[] = [];
  const executions = facadeOf(home.executions, {
    create: async (header) => {
      calls.push('create');
      return home.executions.create(header);
    },
  });
  const queue: typeof home.services.queue = {
    send: async (body) => {
      calls.push('send');
      return home.queue.send(body);
    },
  };
  const outcome = await startExecution({ ...home.services, executions, queue }, { flowName: 'main' });
  expect(calls).toEqual(['send', 'create']);
  expect(outcome).toMatchObject({ kind: 'started', header: { owner: home.take().message.id } });
});

test('A store is told the latest end that the flow allows, so that what it keeps beside the log goes with the log', async () => {
  const home = await homeWith(
    `version: v1\ntype: flow\ntimeoutSeconds: 60\nsteps: [{type: pass, name: p}]\n`,
  );
  const told: unknown[] = [];
  const executions = facadeOf(home.executions, {
    create: async (header, forked, endsBy) => {
      told.push(endsBy);
      return home.executions.create(header, forked);
    },
  });
  await startExecution({ ...home.services, executions }, { flowName: 'main' });
  expect(told).toEqual([START + 60_000]);
});

test('A start without a name gets a valid one of its own, and the empty object as input', async () => {
  const home = await homeWith(PASS);
  const names = new Set<string>();
  for (let count = 0; count < 20; count++) {
    const outcome = await startExecution(home.services, { flowName: 'main' });
    if (outcome.kind !== 'started') throw new Error(outcome.kind);
    expect(outcome.header).toMatchObject({ input: '{}', startedAt: START, flowVersion: 1 });
    expect(outcome.header.id.name).toMatch(/^[a-f][0-9a-f-]{35}$/);
    names.add(outcome.header.id.name);
  }
  expect(names.size).toBe(20);
});

test('A flow that does not exist starts nothing and sends nothing', async () => {
  const home = new EngineHome();
  expect(await startExecution(home.services, { flowName: 'none' })).toEqual({ kind: 'flowNotExists' });
  expect(home.queue.undeleted()).toEqual([]);
});

describe('a name that is in use', () => {
  const request = { flowName: 'main', executionName: 'run', input: '{"a":1}' };

  test('belongs to the running execution, which a repeat answers as it is', async () => {
    const home = await homeWith(functionFlow('work'));
    await startExecution(home.services, request);
    const repeat = await startExecution(home.services, { ...request, input: '{"a":2}' });
    expect(repeat).toMatchObject({ kind: 'running', header: { input: '{"a":1}' } });
  });

  test('answers the definition that the running execution keeps, also after an update', async () => {
    const home = await homeWith(PASS);
    await startExecution(home.services, request);
    const flow = await home.flows.readFlow('main');
    if (flow === undefined) throw new Error('the flow is gone');
    await home.flows.updateFlow({ ...flow, version: 2, definition: functionFlow('new') });
    expect(await startExecution(home.services, request)).toMatchObject({
      kind: 'running',
      flow: { definition: PASS },
    });
  });

  test('stays taken once its execution has ended', async () => {
    const home = await homeWith(PASS);
    await startExecution(home.services, request);
    await home.toEnd();
    expect(await startExecution(home.services, request)).toEqual({ kind: 'alreadyExists' });
  });

  test('is answered to the task that started it, also after its end', async () => {
    const home = await homeWith(PASS);
    await startExecution(home.services, { ...request, startedBy: 'task 1' });
    await home.toEnd();
    const repeat = await startExecution(home.services, { ...request, startedBy: 'task 1' });
    expect(repeat).toMatchObject({ kind: 'running', header: { end: { status: 'Succeeded' } } });
    const other = await startExecution(home.services, { ...request, startedBy: 'task 2' });
    expect(other).toEqual({ kind: 'alreadyExists' });
  });

  test('stays taken when its execution is kept no longer', async () => {
    const home = await homeWith(PASS);
    await startExecution(home.services, request);
    const executions = facadeOf(home.executions, { readHeader: async () => undefined });
    const outcome = await startExecution({ ...home.services, executions }, request);
    expect(outcome).toEqual({ kind: 'alreadyExists' });
  });

  test('is that of the start itself when the store has tried twice after a lost answer', async () => {
    const home = await homeWith(PASS);
    const executions = facadeOf(home.executions, {
      create: async (header) => {
        await home.executions.create(header);
        return home.executions.create(header);
      },
    });
    const outcome = await startExecution({ ...home.services, executions }, request);
    expect(outcome).toMatchObject({ kind: 'started', header: { input: '{"a":1}' } });
  });
});

describe('a flow that is deleted', () => {
  test('stops the execution that was created before and had not begun', async () => {
    const home = new EngineHome();
    const header = await home.start(functionFlow('first'));
    const flow = await home.flows.readFlow('main');
    if (flow === undefined) throw new Error('the flow is gone');
    await home.flows.deleteFlow(flow);
    await home.toEnd();
    const { end } = (await home.executions.readHeader(header.id)) ?? {};
    expect(end).toMatchObject({ status: 'Stopped', failure: { error: 'FnF.FlowDeleted' } });
    expect((await home.types(header)).at(-1)).toBe('ExecutionStopped');
    expect(home.targets.calls).toEqual([]);
  });

  test('and created anew is another flow: the old execution is stopped all the same', async () => {
    const home = new EngineHome();
    const header = await home.start(functionFlow('first'));
    const flow = await home.flows.readFlow('main');
    if (flow === undefined) throw new Error('the flow is gone');
    await home.flows.deleteFlow(flow);
    await home.createFlow('main', PASS);
    await home.toEnd();
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Stopped');
  });
});
