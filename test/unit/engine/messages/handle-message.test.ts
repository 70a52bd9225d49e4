import { describe, expect, test } from 'vitest';
import { taskToken } from '../../../../src/engine/task-token.ts';
import { ASK, flow, functionFlow, PASS, task } from '../engine-flows.ts';
import { EngineHome, START } from '../engine-home.ts';

const RESULT = { kind: 'succeeded', output: '{}' } as const;

describe('a command message', () => {
  const command = { type: 'Stop', failure: { error: 'Enough', cause: '' } } as const;

  const execution = { flowId: 'none', name: 'none' };

  test('for an execution that does not exist is done', async () => {
    const home = new EngineHome();
    const firing = { type: 'FireTimer', timer: 3, dueAt: START } as const;
    await home.services.queue.send({ kind: 'command', execution, command: firing });
    await home.settle();
    expect(home.queue.undeleted()).toEqual([]);
  });

  test('that is a stop waits a minute for an execution that may just be starting', async () => {
    const home = new EngineHome();
    await home.services.queue.send({ kind: 'command', execution, command });
    const { message } = home.take();
    expect(await home.handle(message)).toEqual({ done: false, retryInSeconds: 1 });
    await home.clock.advanceTo(START + 61_000);
    expect(await home.handle(message)).toEqual({ done: true });
  });

  test('takes effect once, however often it comes', async () => {
    const home = new EngineHome();
    const header = await home.start(ASK);
    await home.settle();
    await home.services.queue.send({ kind: 'command', execution: header.id, command });
    const { message } = home.take();
    await home.handle(message);
    const before = await home.history(header);
    await home.handle(message);
    expect(await home.history(header)).toEqual(before);
    expect(before.at(-1)?.type).toBe('ExecutionStopped');
  });
});

describe('a report message', () => {
  test.each([
    ['is no token', 'garbage'],
    [
      'is of no execution',
      taskToken(
        { id: { flowId: '0b0c1d2e-0000-4000-8000-000000000001', name: 'x' }, tokenKey: 'k' },
        { frame: 1, entry: 2, attempt: 0 },
      ),
    ],
  ])('whose token %s is dropped with a warning', async (_, token) => {
    const home = new EngineHome();
    await home.services.queue.send({ kind: 'report', token, result: RESULT });
    await home.settle();
    expect(home.queue.undeleted()).toEqual([]);
    expect(home.warnings).toEqual(['an execution has ended whose parent task token is not valid']);
  });

  test('whose token is forged is dropped with a warning', async () => {
    const home = new EngineHome();
    const header = await home.start(ASK);
    await home.settle();
    const token = taskToken({ id: header.id, tokenKey: 'guessed' }, { frame: 1, entry: 2, attempt: 0 });
    await home.services.queue.send({ kind: 'report', token, result: RESULT });
    await home.settle();
    expect(home.warnings).toHaveLength(1);
    expect((await home.executions.readHeader(header.id))?.end).toBeUndefined();
  });
});

describe('a start message', () => {
  const body = { kind: 'start', flowName: 'main', executionName: 'run', input: '{"a":1}' } as const;

  test('starts one execution, however often it comes', async () => {
    const home = new EngineHome();
    const { id: flowId } = await home.createFlow('main', PASS);
    await home.services.queue.send(body);
    const { message } = home.take();
    await home.handle(message);
    await home.handle(message);
    await home.toEnd();
    const { executions } = await home.executions.list({ flowId, limit: 10 });
    expect(executions).toMatchObject([{ input: '{"a":1}', end: { status: 'Succeeded' } }]);
  });

  test('for a flow that does not exist is dropped with a warning', async () => {
    const home = new EngineHome();
    await home.services.queue.send(body);
    await home.settle();
    expect(home.warnings).toEqual(['a start was dropped: the flow does not exist']);
    expect(home.queue.undeleted()).toEqual([]);
  });
});

describe('the message of a deleted flow', () => {
  async function homeWithFlow() {
    const home = new EngineHome();
    const header = await home.start(ASK);
    await home.settle();
    const record = await home.flows.readFlow('main');
    if (record === undefined) throw new Error('the flow is gone');
    return { home, header, record };
  }

  test('stops every execution that has not ended', async () => {
    const { home, header, record } = await homeWithFlow();
    await home.flows.deleteFlow(record);
    await home.services.queue.send({ kind: 'flow-deleted', flowId: record.id });
    await home.settle();
    const { end } = (await home.executions.readHeader(header.id)) ?? {};
    expect(end).toMatchObject({ status: 'Stopped', failure: { error: 'FnF.FlowDeleted' } });
  });

  test('has them listed in a message that is sent once the flow is gone', async () => {
    const { home, header, record } = await homeWithFlow();
    const { id: flowId } = record;
    await home.services.queue.send({ kind: 'flow-deleted', flowId });
    const { message } = home.take();
    await home.handle(message);
    expect(home.queue.undeleted()).toMatchObject([{ body: { kind: 'flow-deleted' } }]);
    await home.flows.deleteFlow(record);
    await home.handle(message);
    expect(home.queue.undeleted()).toMatchObject([
      { body: { kind: 'flow-deleted' } },
      { body: { kind: 'stop-executions', flowId } },
    ]);
    expect((await home.executions.readHeader(header.id))?.end).toBeUndefined();
  });

  test('waits for a deletion that has not landed, and fades away when none does', async () => {
    const home = new EngineHome();
    const header = await home.start(ASK);
    await home.settle();
    await home.services.queue.send({ kind: 'flow-deleted', flowId: header.id.flowId });
    const { message } = home.take();
    expect(await home.handle(message)).toEqual({ done: false, retryInSeconds: 1 });
    await home.clock.advanceTo(START + 61_000);
    expect(await home.handle(message)).toEqual({ done: true });
    expect((await home.executions.readHeader(header.id))?.end).toBeUndefined();
  });

  test('of which nothing is stored is done', async () => {
    const home = new EngineHome();
    await home.services.queue.send({ kind: 'flow-deleted', flowId: 'none' });
    await home.settle();
    expect(home.queue.undeleted()).toEqual([]);
  });
});

describe('the targets of tasks', () => {
  test('get what the parameters of the step say', async () => {
    const home = new EngineHome();
    const queue = 'serviceParams: { MessageBody: $, Priority: 2, DelaySeconds: $.wait }';
    const topic = 'serviceParams: { MessageBody: news, MessageTag: new }';
    await home.start(
      flow(
        task('send', 'acs:mns:::/queues/work/messages', queue),
        task('tell', 'acs:mns:::/topics/news/messages', topic),
      ),
      '{"wait":3}',
    );
    await home.settle();
    expect(home.targets.queued).toMatchObject([{ body: '{"wait":3}', priority: 2, delaySeconds: 3 }]);
    expect(home.targets.published).toMatchObject([{ body: 'news', tag: 'new' }]);
  });

  test.each([
    ['acs:mns:::/queues/work/messages', 'serviceParams: { MessageBody: $.missing }'],
    ['acs:mns:::/topics/news/messages', 'serviceParams: { MessageBody: $.missing }'],
  ])('are not called with parameters that are not valid: %s', async (arn, params) => {
    const home = new EngineHome();
    const header = await home.start(flow(task('send', arn, params)));
    await home.settle();
    const { end } = (await home.executions.readHeader(header.id)) ?? {};
    expect(end).toMatchObject({ status: 'Failed', failure: { error: 'FnF.InvalidInput' } });
    expect([...home.targets.queued, ...home.targets.published]).toEqual([]);
  });
});

test('An execution keeps the version of its flow, whose text is parsed once', async () => {
  const home = new EngineHome();
  let reads = 0;
  const flows = Object.create(home.flows, {
    readVersion: {
      value: (id: string, version: number) => {
        reads++;
        return home.flows.readVersion(id, version);
      },
    },
    readFlow: { value: (name: string) => home.flows.readFlow(name) },
  });
  const header = await home.start(functionFlow('work'));
  const record = await home.flows.readFlow('main');
  if (record === undefined) throw new Error('the flow is gone');
  await home.flows.updateFlow({ ...record, version: 2, definition: PASS });
  const { message } = home.take();
  await home.handle(message, { ...home.services, flows });
  await home.handle(message, { ...home.services, flows });
  expect(home.targets.calls).toHaveLength(1);
  expect(reads).toBe(1);
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});

test('An execution whose definition cannot be read brings its message back', async () => {
  const home = new EngineHome();
  await home.start(PASS);
  const flows = Object.create(home.flows, { readVersion: { value: async () => undefined } });
  const handled = home.handle(home.take().message, { ...home.services, flows });
  await expect(handled).rejects.toThrow('version');
});
