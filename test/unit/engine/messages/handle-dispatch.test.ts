import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { handleMessage } from '../../../../src/engine/messages/handle-message.ts';
import { reportTask } from '../../../../src/engine/report-task.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import type { FlowRecord } from '../../../../src/ports/flow-store.ts';
import { ASK, functionFlow, PASS } from '../engine-flows.ts';
import { EngineHome, facadeOf, returned, START } from '../engine-home.ts';

const SLOW_AND_TALKATIVE = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - type: task
            name: slow
            resourceArn: acs:fc:::services/w/functions/slow
      - steps:
          - type: foreach
            name: talk
            iterationMapping:
              collection: $.items
              item: item
            steps:
              - type: task
                name: ask
                resourceArn: acs:mns:::/queues/work/messages
                pattern: waitForCallback
                serviceParams:
                  MessageBody: $
`;

describe('ownership', () => {
  test('A message still finds its effects when a snapshot was taken after its commit', async () => {
    const home = new EngineHome();
    const header = await home.start(SLOW_AND_TALKATIVE, '{"items":[1,2,3,4,5,6,7,8]}');
    home.targets.answer = () => new Promise(() => {});
    const { message } = home.take();
    void handleMessage(message, home.otherProcess());
    await nextTurn();
    const output = JSON.stringify({ text: 'x'.repeat(5_000) });
    for (const token of await home.tokens(header)) {
      await reportTask(home.services, token, { kind: 'succeeded', output });
    }
    const loaded = await home.executions.load(header.id);
    expect(loaded?.records[0]?.snapshot).toBeDefined();

    home.targets.answer = () => returned({});
    expect(await home.handle(message, home.otherProcess())).toEqual({ done: true });
    expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual(['slow', 'slow']);
    await home.toEnd();
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });
});

describe('two deliveries of one message at the same time', () => {
  test('The first to be done goes on with what the other has committed: the message is deleted for both', async () => {
    const home = new EngineHome();
    await home.start(functionFlow('first', 'second'));
    const { message } = home.take();
    const answers: ((outcome: ReturnType<typeof returned>) => void)[] = [];
    home.targets.answer = () => new Promise((resolve) => answers.push(resolve));
    const handled: string[] = [];
    const handle = async (name: string) => {
      await handleMessage(message, home.services);
      handled.push(name);
    };
    void handle('earlier');
    await nextTurn();
    void handle('later');
    await nextTurn();
    expect(answers).toHaveLength(2);

    answers[1]?.(returned({}));
    await nextTurn();
    answers[0]?.(returned({}));
    await nextTurn();
    expect(handled).toEqual([]);
    expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual([
      'first',
      'first',
      'second',
      'second',
    ]);
  });
});

describe('a message that comes before its commit', () => {
  test('performs a commit that lands while it looks again', async () => {
    const home = new EngineHome();
    await home.createFlow('main', functionFlow('work'));
    const executions = facadeOf(home.executions, {
      create: async (header) => {
        await home.clock.sleep(50);
        return home.executions.create(header);
      },
    });
    const services = home.otherProcess({ executions });
    const starting = startExecution(services, { flowName: 'main', executionName: 'run' });
    await nextTurn();
    const delivery = home.take();
    expect(await home.handle(delivery.message)).toEqual({ done: true });
    expect((await starting).kind).toBe('started');
    expect(home.targets.calls).toHaveLength(1);
  });

  test('comes back ever more rarely, and fades away when it is older than a minute', async () => {
    const home = new EngineHome();
    const execution = { flowId: 'none', name: 'none' };
    await home.services.queue.send({ kind: 'dispatch', execution });
    const pauses: number[] = [];
    const { message } = home.take();
    for (;;) {
      const handled = await home.handle(message);
      if (handled.done) break;
      pauses.push(handled.retryInSeconds);
      await home.clock.advanceBy(handled.retryInSeconds * 1_000);
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[0]).toBe(1);
    expect(home.clock.now() - START).toBeGreaterThan(60_000);
    expect(home.clock.now() - START).toBeLessThan(85_000);
  });
});

describe('a message that comes again', () => {
  test('performs what was committed before the process died', async () => {
    const home = new EngineHome();
    const header = await home.start(functionFlow('work'));
    home.targets.answer = () => new Promise(() => {});
    const { message } = home.take();
    void handleMessage(message, home.otherProcess());
    await nextTurn();
    home.targets.answer = () => returned({ again: true });
    expect(await home.handle(message)).toEqual({ done: true });
    const { end } = (await home.executions.readHeader(header.id)) ?? {};
    expect(end).toMatchObject({ status: 'Succeeded', output: '{"again":true}' });
  });

  test('changes nothing once the execution has ended', async () => {
    const home = new EngineHome();
    const header = await home.start(functionFlow('work'));
    const { message } = home.take();
    await home.handle(message);
    const before = await home.history(header);
    expect(await home.handle(message)).toEqual({ done: true });
    expect(await home.history(header)).toEqual(before);
    expect(home.targets.calls).toHaveLength(1);
  });

  test('writes the end into the header when that is all that is left', async () => {
    const home = new EngineHome();
    const header = await home.start(PASS);
    const { message } = home.take();
    const executions = facadeOf(home.executions, { close: () => Promise.reject(new Error('no answer')) });
    await expect(home.handle(message, home.otherProcess({ executions }))).rejects.toThrow('no answer');
    expect((await home.executions.readHeader(header.id))?.end).toBeUndefined();
    await home.handle(message);
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });
});

describe('an execution whose flow was deleted while it was being started', () => {
  test('is stopped before it begins anything, under a message of its own', async () => {
    const home = new EngineHome();
    const header = await home.start(functionFlow('first'));
    const { message } = home.take();
    await home.flows.deleteFlow((await home.flows.readFlow('main')) as FlowRecord);
    expect(await home.handle(message)).toEqual({ done: true });
    // Another handler of the first message may delete it: the end is not its own.
    expect((await home.executions.readHeader(header.id))?.end).toBeUndefined();
    const [stopped] = (await home.executions.load(header.id))?.records.slice(-1) ?? [];
    expect(stopped?.owner).not.toBe(message.id);
    await home.settle();
    expect((await home.executions.readHeader(header.id))?.end).toMatchObject({ status: 'Stopped' });
    expect(home.targets.calls).toEqual([]);
  });

  test('is stopped when its message comes again, even if a worker has reported meanwhile', async () => {
    const home = new EngineHome();
    const header = await home.start(ASK);
    const { message } = home.take();
    await home.flows.deleteFlow((await home.flows.readFlow('main')) as FlowRecord);
    const [token = ''] = await home.tokens(header);
    await reportTask(home.services, token, { kind: 'failed', failure: { error: 'Refused', cause: '' } });
    await home.handle(message);
    await home.settle();
    expect((await home.executions.readHeader(header.id))?.end).toMatchObject({ status: 'Stopped' });
  });
});

test('A message that adopts all takes up every pending effect', async () => {
  const home = new EngineHome();
  const header = await home.start(functionFlow('work'));
  home.targets.answer = () => new Promise(() => {});
  void handleMessage(home.take().message, home.otherProcess());
  await nextTurn();
  home.targets.answer = () => returned({});
  await home.services.queue.send({ kind: 'dispatch', execution: header.id, adopts: 'all' });
  await home.settle();
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});
