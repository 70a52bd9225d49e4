import { describe, expect, test } from 'vitest';
import { handleMessage } from '../../../src/engine/messages/handle-message.ts';
import { startExecution } from '../../../src/engine/start-execution.ts';
import { submitCommand } from '../../../src/engine/submit-command.ts';
import { DEFAULT_LIMITS } from '../../../src/limits.ts';
import type { ChildStarts } from '../../../src/ports/child-starts.ts';
import type { ExecutionHeader } from '../../../src/ports/execution-store.ts';
import { ASK, flow, functionFlow, PASS, task } from './engine-flows.ts';
import { EngineHome, facadeOf, returned } from './engine-home.ts';

const CHILD_ARN = 'acs:fnf:::flow/child';

const stop = { type: 'Stop', failure: { error: 'Enough', cause: '' } } as const;

function calling(more: string): string {
  return flow(task('sub', CHILD_ARN, more));
}

async function homeWith(child: string): Promise<EngineHome> {
  const home = new EngineHome();
  await home.createFlow('child', child);
  return home;
}

async function endOf(home: EngineHome, { id }: ExecutionHeader) {
  return (await home.executions.readHeader(id))?.end;
}

async function childOf(home: EngineHome): Promise<ExecutionHeader> {
  const flowRecord = await home.flows.readFlow('child');
  const page = await home.executions.list({ flowId: flowRecord?.id ?? '', limit: 10 });
  const [child] = page.executions;
  if (child === undefined || page.executions.length > 1) throw new Error('not one child');
  return child;
}

describe('requestResponse', () => {
  test('goes on with the answer of StartExecution while the child runs', async () => {
    const home = await homeWith(ASK);
    const header = await home.start(calling('pattern: requestResponse'), '{"a":1}');
    await home.settle();
    const end = await endOf(home, header);
    expect(JSON.parse(String(end?.output))).toEqual({
      FlowName: 'child',
      Name: 'run-2-0',
      Input: '{"a":1}',
      Status: 'Starting',
      StartedTime: '2026-01-05T12:00:00.000Z',
    });
    expect((await childOf(home)).end).toBeUndefined();
  });
});

test('A child cannot be started for a task whose token is none', async () => {
  const home = await homeWith(ASK);
  const params = 'serviceParams: { FlowName: child, CallbackFnFTaskToken: none }';
  const header = await home.start(
    flow(`  - type: task\n    name: sub\n    action: fnf:StartExecution\n    ${params}\n`),
  );
  await home.toEnd();
  const cause = 'CallbackFnFTaskToken must be the token of a task';
  expect((await endOf(home, header))?.failure).toEqual({ error: 'FnF.InvalidInput', cause });
});

describe('sync', () => {
  test('ends with the output of the child', async () => {
    const home = await homeWith(functionFlow('work'));
    home.targets.answer = () => returned({ made: true });
    const header = await home.start(calling('pattern: sync'));
    await home.toEnd();
    expect(await endOf(home, header)).toMatchObject({ status: 'Succeeded', output: '{"made":true}' });
    expect(await home.types(header)).toContain('TaskSubmitted');
  });

  test('fails as the child failed, so that retry and catch see its error', async () => {
    const home = await homeWith(
      flow('  - type: fail\n    name: no\n    error: TooLate\n    cause: closed\n'),
    );
    const header = await home.start(calling('pattern: sync'));
    await home.toEnd();
    const failure = { error: 'TooLate', cause: 'closed' };
    expect(await endOf(home, header)).toMatchObject({ status: 'Failed', failure });
  });

  test('starts one child however often it is performed, and is told its end once', async () => {
    const home = await homeWith(PASS);
    const header = await home.start(calling('pattern: sync'));
    const executions = facadeOf(home.executions, {
      append: async (id, record) => {
        if (record.events.some(({ type }) => type === 'TaskSubmitted')) throw new Error('no answer');
        return home.executions.append(id, record);
      },
    });
    const delivery = home.take();
    await expect(home.handle(delivery.message, home.otherProcess({ executions }))).rejects.toThrow();
    const child = home.take();
    child.answer(await home.handle(child.message));
    expect((await childOf(home)).end?.status).toBe('Succeeded');
    delivery.answer(await home.handle(delivery.message));
    await home.toEnd();
    expect((await endOf(home, header))?.status).toBe('Succeeded');
    expect((await home.types(header)).filter((type) => type === 'TaskSucceeded')).toHaveLength(1);
  });
});

describe('waitForCallback', () => {
  test('starts a child that a worker reports for', async () => {
    const home = await homeWith(PASS);
    const header = await home.start(calling('pattern: waitForCallback'));
    await home.settle();
    expect(await childOf(home)).toMatchObject({ end: { status: 'Succeeded' } });
    expect(await childOf(home)).not.toHaveProperty('parentToken');
    expect(await endOf(home, header)).toBeUndefined();
  });
});

describe('a child that cannot be started', () => {
  test.each([
    ['no such flow', 'acs:fnf:::flow/none', '', 'fnf.FlowNotExists'],
    ['a name that is no name', CHILD_ARN, 'serviceParams: { ExecutionName: $.a }', 'FnF.InvalidInput'],
  ])('fails its task: %s', async (_, arn, more, error) => {
    const home = await homeWith(PASS);
    const header = await home.start(flow(task('sub', arn, more)), '{"a":5}');
    await home.settle();
    expect(await endOf(home, header)).toMatchObject({ status: 'Failed', failure: { error } });
  });

  test('fails its task when the name belongs to an execution that has ended', async () => {
    const home = await homeWith(PASS);
    const named = calling('pattern: sync\nserviceParams: { ExecutionName: mine }');
    const first = await home.start(named);
    await home.toEnd();
    expect((await endOf(home, first))?.status).toBe('Succeeded');
    await home.createFlow('other', named);
    const second = await startExecution(home.services, { flowName: 'other', executionName: 'second' });
    await home.toEnd();
    if (second.kind !== 'started') throw new Error(second.kind);
    const failure = { error: 'fnf.ExecutionAlreadyExists' };
    expect(await endOf(home, second.header)).toMatchObject({ status: 'Failed', failure });
  });
});

describe('a name that an execution in progress has', () => {
  async function homeWithForeign(): Promise<EngineHome> {
    const home = await homeWith(ASK);
    await startExecution(home.services, { flowName: 'child', executionName: 'mine' });
    await home.settle();
    return home;
  }

  test('fails a task that would wait for its end: that is not reported to it', async () => {
    const home = await homeWithForeign();
    const header = await home.start(calling('pattern: sync\nserviceParams: { ExecutionName: mine }'));
    await home.settle();
    const failure = { error: 'fnf.ExecutionAlreadyExists' };
    expect(await endOf(home, header)).toMatchObject({ status: 'Failed', failure });
  });

  test('is as good as started for a task that does not wait', async () => {
    const home = await homeWithForeign();
    const header = await home.start(
      calling('pattern: requestResponse\nserviceParams: { ExecutionName: mine }'),
    );
    await home.settle();
    expect(await endOf(home, header)).toMatchObject({ status: 'Succeeded' });
  });

  test('is not stopped with the task that asks for it', async () => {
    const home = await homeWithForeign();
    const header = await home.start(calling('pattern: sync\nserviceParams: { ExecutionName: mine }'));
    await submitCommand(home.services, header.id, stop);
    await home.settle();
    expect((await endOf(home, header))?.status).toBe('Stopped');
    expect((await childOf(home)).end).toBeUndefined();
  });
});

describe('an attempt that times out', () => {
  const LATE = 'pattern: sync\ntimeoutSeconds: 9\ncatch: [{ errors: [FnF.TaskTimeout], goto: rest }]';
  const parent = flow(task('sub', CHILD_ARN, LATE), '  - { type: wait, name: rest, duration: 9 }\n');
  const failure = {
    error: 'FnF.ParentStopped',
    cause: 'The waiting task of run timed out',
  };

  async function timedOut() {
    const home = await homeWith(ASK);
    const header = await home.start(parent);
    await home.settle();
    await home.clock.advanceBy(9_000);
    return { home, header };
  }

  test('stops the child that it waited for, while the parent goes on', async () => {
    const { home, header } = await timedOut();
    await home.settle();
    expect((await childOf(home)).end).toMatchObject({ status: 'Stopped', failure });
    expect(await endOf(home, header)).toBeUndefined();
  });

  test('stops it also when its driver dies between the commit and the stop', async () => {
    const { home, header } = await timedOut();
    const { message, answer } = home.take();
    const queue = { send: () => Promise.reject(new Error('died')) };
    await expect(handleMessage(message, home.otherProcess({ queue }))).rejects.toThrow('died');
    expect((await childOf(home)).end).toBeUndefined();
    answer(await handleMessage(message, home.otherProcess()));
    await home.settle();
    expect((await childOf(home)).end).toMatchObject({ status: 'Stopped', failure });
    expect(await endOf(home, header)).toBeUndefined();
  });
});

describe('the end of a parent', () => {
  test('stops the children it waits for, before its header gets the end', async () => {
    const home = await homeWith(ASK);
    const header = await home.start(calling('pattern: sync'));
    await home.settle();
    await submitCommand(home.services, header.id, stop);
    await home.settle();
    expect((await endOf(home, header))?.status).toBe('Stopped');
    const failure = { error: 'FnF.ParentStopped', cause: 'The parent execution run has ended' };
    expect((await childOf(home)).end).toMatchObject({ status: 'Stopped', failure });
  });

  test('stops a child that is still being started, as soon as it is there', async () => {
    const home = await homeWith(ASK);
    const header = await home.start(calling('pattern: sync'));
    const [asked, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = facadeOf(home.executions, {
      create: async (child) => {
        asked.resolve();
        await allowed.promise;
        return home.executions.create(child);
      },
    });
    const driver = handleMessage(home.take().message, home.otherProcess({ executions: slow }));
    await asked.promise;
    await submitCommand(home.services, header.id, stop);
    await home.settle();
    expect((await endOf(home, header))?.status).toBe('Stopped');
    allowed.resolve();
    await driver;
    await home.toEnd();
    expect((await childOf(home)).end).toMatchObject({ failure: { error: 'FnF.ParentStopped' } });
  });

  test('leaves children alone that it does not wait for', async () => {
    const home = await homeWith(ASK);
    const header = await home.start(calling('pattern: waitForCallback'));
    await home.settle();
    await submitCommand(home.services, header.id, stop);
    await home.settle();
    expect((await childOf(home)).end).toBeUndefined();
  });

  test('does not stop on a child whose flow is gone', async () => {
    const home = await homeWith(ASK);
    const header = await home.start(calling('pattern: sync'));
    await home.settle();
    const child = await home.flows.readFlow('child');
    if (child !== undefined) await home.flows.deleteFlow(child);
    await submitCommand(home.services, header.id, stop);
    await home.settle();
    expect((await endOf(home, header))?.status).toBe('Stopped');
  });
});

describe('executions that start each other', () => {
  const SELF = 'acs:fnf:::flow/main';
  const deepest = { ...DEFAULT_LIMITS, depth: 3 };

  test('are as deep as the limit says; the task of the last one fails, and can be caught', async () => {
    const home = new EngineHome({ limits: deepest });
    const caught = 'catch: [{ errors: [FnF.DepthLimitExceeded], goto: end }]';
    const end = '  - { type: pass, name: end, outputMappings: [{ target: end, source: true }] }\n';
    const header = await home.start(flow(task('sub', SELF, `pattern: sync\n${caught}`), end));
    await home.toEnd();
    const { executions } = await home.executions.list({ flowId: header.id.flowId, limit: 10 });
    expect(executions.map(({ descent }) => descent?.depth)).toEqual([3, 2, undefined]);
    expect(executions.map((execution) => execution.end?.status)).toEqual(Array(3).fill('Succeeded'));
  });

  test.each(['sync', 'requestResponse', 'waitForCallback'])('are counted by %s', async (pattern) => {
    const home = new EngineHome({ limits: { ...DEFAULT_LIMITS, depth: 1 } });
    const header = await home.start(calling(`pattern: ${pattern}`));
    await home.settle();
    const cause = 'At most 1 executions may start each other in a row; the child would be one more';
    expect((await endOf(home, header))?.failure).toEqual({ error: 'FnF.DepthLimitExceeded', cause });
  });
});

describe('a family without a place left', () => {
  /** Places that a test gives and takes. */
  class Places implements ChildStarts {
    readonly taken: string[] = [];
    isFull = true;

    admit(startedBy: string): number | undefined {
      if (this.isFull) return 7;
      this.taken.push(startedBy);
      return undefined;
    }

    ended(startedBy: string): void {
      this.taken.splice(this.taken.indexOf(startedBy), 1);
    }
  }

  async function crowded(child: string): Promise<{ home: EngineHome; places: Places }> {
    const places = new Places();
    const home = new EngineHome({ childStarts: places });
    await home.createFlow('child', child);
    return { home, places };
  }

  test('keeps the start of a child waiting, and its place is free when the child has ended', async () => {
    const { home, places } = await crowded(ASK);
    const header = await home.start(calling('pattern: sync'));
    const { message, answer } = home.take();
    const handled = await home.handle(message);
    expect(handled).toEqual({ done: false, retryInSeconds: 7 });
    places.isFull = false;
    answer({ done: false, retryInSeconds: 0 });
    await home.settle();
    expect(places.taken).toEqual([`${header.id.flowId}/run/2/0`]);
    await submitCommand(home.services, (await childOf(home)).id, stop);
    await home.toEnd();
    expect(places.taken).toEqual([]);
    expect((await endOf(home, header))?.failure?.error).toBe('Enough');
  });

  test('does not keep a stop waiting', async () => {
    const { home } = await crowded(PASS);
    const header = await home.start(calling('pattern: sync'));
    const { message, answer } = home.take();
    answer(await home.handle(message));
    await submitCommand(home.services, header.id, stop);
    await home.toEnd();
    expect((await endOf(home, header))?.status).toBe('Stopped');
    expect(home.queue.undeleted()).toEqual([]);
  });

  test.each([
    ['no such flow', 'acs:fnf:::flow/none', ''],
    ['a name that another has', 'acs:fnf:::flow/child', 'serviceParams: { ExecutionName: mine }'],
  ])('keeps no place for a child that was not started: %s', async (_, arn, more) => {
    const { home, places } = await crowded(ASK);
    places.isFull = false;
    await startExecution(home.services, { flowName: 'child', executionName: 'mine' });
    await home.start(flow(task('sub', arn, more)));
    await home.settle();
    expect(places.taken).toEqual([]);
  });
});

test('An execution below one that was stopped starts no more children, though its own stop has not arrived', async () => {
  const wait = '  - { type: wait, name: wait, duration: 9 }\n';
  const home = await homeWith(flow(wait, task('deeper', 'acs:fnf:::flow/leaf', 'pattern: sync')));
  const leaf = await home.createFlow('leaf', PASS);
  const header = await home.start(calling('pattern: sync'));
  await home.settle();
  await submitCommand(home.services, header.id, stop);
  const finish = home.take();
  finish.answer(await home.handle(finish.message));
  expect(home.take().message.body).toMatchObject({ kind: 'command', command: { type: 'Stop' } });
  await home.clock.advanceBy(9_000);
  await home.settle();
  const failure = { error: 'FnF.ParentStopped', cause: 'The parent execution run has ended' };
  expect((await childOf(home)).end).toMatchObject({ status: 'Stopped', failure });
  expect((await home.executions.list({ flowId: leaf.id, limit: 1 })).executions).toEqual([]);
});
