import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { handleMessage } from '../../../src/engine/messages/handle-message.ts';
import { reportTask } from '../../../src/engine/report-task.ts';
import { submitCommand } from '../../../src/engine/submit-command.ts';
import type { TaskResult } from '../../../src/ports/dispatch-queue.ts';
import { ASK, functionFlow } from './engine-flows.ts';
import { EngineHome, facadeOf } from './engine-home.ts';

const DONE: TaskResult = { kind: 'succeeded', output: '{"n": 1.50}' };

const REFUSED: TaskResult = { kind: 'failed', failure: { error: 'Refused', cause: 'no' } };

async function asked() {
  const home = new EngineHome();
  const header = await home.start(ASK);
  await home.settle();
  const [token = ''] = await home.tokens(header);
  return { home, header, token };
}

test('A report completes its task, is answered with its event and keeps the output as it was given', async () => {
  const { home, header, token } = await asked();
  const outcome = await reportTask(home.services, token, DONE);
  if (outcome.kind !== 'reported') throw new Error(outcome.kind);
  await home.toEnd();
  const event = (await home.history(header))[outcome.eventId - 1];
  expect(event).toMatchObject({ type: 'TaskSucceeded', detail: '{"output":{"n": 1.50}}' });
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});

test('A report may be quicker than the call that submits its task', async () => {
  const home = new EngineHome();
  let answer: (outcome: { kind: 'succeeded'; output: string }) => void = () => {};
  const sent = new Promise<{ kind: 'succeeded'; output: string }>((resolve) => {
    answer = resolve;
  });
  home.targets.call = () => sent;
  const header = await home.start(ASK);
  const delivery = home.take();
  const handled = handleMessage(delivery.message, home.services);
  await nextTurn();
  const [token = ''] = await home.tokens(header);
  expect((await reportTask(home.services, token, DONE)).kind).toBe('reported');
  answer({ kind: 'succeeded', output: '{}' });
  delivery.answer(await handled);
  await home.toEnd();
  expect(await home.types(header)).not.toContain('TaskSubmitted');
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});

describe('a report that comes too late', () => {
  test('is told so when the task has been reported before', async () => {
    const { home, token } = await asked();
    await reportTask(home.services, token, DONE);
    expect(await reportTask(home.services, token, DONE)).toEqual({ kind: 'alreadyCompleted' });
  });

  test('is told so when the execution has ended', async () => {
    const { home, header, token } = await asked();
    await submitCommand(home.services, header.id, { type: 'Stop', failure: { error: '', cause: '' } });
    expect(await reportTask(home.services, token, DONE)).toEqual({ kind: 'alreadyCompleted' });
    await home.toEnd();
    expect(await reportTask(home.services, token, DONE)).toEqual({ kind: 'alreadyCompleted' });
  });

  test('is told so when a later attempt is awaited, which goes on waiting', async () => {
    const { home, header, token } = await asked();
    await reportTask(home.services, token, REFUSED);
    await home.settle();
    await home.clock.advanceBy(1_000);
    await home.settle();
    const [, next = ''] = await home.tokens(header);
    expect(next).not.toBe(token);
    expect(await reportTask(home.services, token, DONE)).toEqual({ kind: 'alreadyCompleted' });
    expect((await reportTask(home.services, next, DONE)).kind).toBe('reported');
  });

  test('is told so when the execution has run out of time, and no event says so yet', async () => {
    const home = new EngineHome();
    const header = await home.start(ASK.replace('type: flow', 'type: flow\ntimeoutSeconds: 100'));
    await home.settle();
    const [token = ''] = await home.tokens(header);
    await home.clock.advanceBy(100_000);
    expect(await reportTask(home.services, token, DONE)).toEqual({ kind: 'alreadyCompleted' });
    await home.toEnd();
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('TimedOut');
  });

  test('is told so when the deadline passes while it is on its way, and the execution goes on', async () => {
    const home = new EngineHome();
    const header = await home.start(ASK.replace('pattern:', 'timeoutSeconds: 100\n    pattern:'));
    await home.settle();
    const [token = ''] = await home.tokens(header);
    const queue: typeof home.services.queue = {
      send: async (body) => {
        await home.clock.advanceBy(100_000);
        return home.queue.send(body);
      },
    };
    const late = await reportTask({ ...home.services, queue }, token, DONE);
    expect(late).toEqual({ kind: 'alreadyCompleted' });
    await home.toEnd();
    const { end } = (await home.executions.readHeader(header.id)) ?? {};
    expect(end).toMatchObject({ status: 'Failed', failure: { error: 'FnF.TaskTimeout' } });
  });
});

test('Of two processes that report at the same time one is told that it was too late', async () => {
  const { home, token } = await asked();
  const outcomes = await Promise.all([
    reportTask(home.otherProcess(), token, DONE),
    reportTask(home.otherProcess(), token, REFUSED),
  ]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['alreadyCompleted', 'reported']);
});

describe('a token that is not valid', () => {
  test('is refused when it never was one', async () => {
    const { home } = await asked();
    expect(await reportTask(home.services, 'garbage', DONE)).toEqual({ kind: 'invalidToken' });
  });

  test('is refused when its execution does not exist', async () => {
    const { token } = await asked();
    const elsewhere = new EngineHome();
    expect(await reportTask(elsewhere.services, token, DONE)).toEqual({ kind: 'invalidToken' });
  });

  test('is refused when its code is forged', async () => {
    const { home, token } = await asked();
    const text = Buffer.from(token, 'base64url').toString();
    const forged = Buffer.from(text.replace(/#[\w-]{22}$/, `#${'A'.repeat(22)}`)).toString('base64url');
    expect(await reportTask(home.services, forged, DONE)).toEqual({ kind: 'invalidToken' });
  });
});

describe('a command for an execution', () => {
  test('that does not exist is unknown', async () => {
    const home = new EngineHome();
    const id = { flowId: 'none', name: 'none' };
    expect(await submitCommand(home.services, id, { type: 'Start' })).toEqual({ kind: 'unknown' });
  });

  test('that has ended is ignored and sends nothing', async () => {
    const home = new EngineHome();
    const { id } = await home.start(functionFlow('work'));
    await home.toEnd();
    const stop = { type: 'Stop', failure: { error: '', cause: '' } } as const;
    expect(await submitCommand(home.services, id, stop)).toMatchObject({ kind: 'ignored' });
    expect(home.queue.undeleted()).toEqual([]);
  });

  test('is not lost with an append that takes effect and whose answer is lost', async () => {
    const { home, header, token } = await asked();
    const executions = facadeOf(home.executions, {
      append: async (id, record) => {
        await home.executions.append(id, record);
        throw new Error('no answer');
      },
    });
    await expect(reportTask({ ...home.services, executions }, token, DONE)).rejects.toThrow('no answer');
    await home.toEnd();
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });
});
