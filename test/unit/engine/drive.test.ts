import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { handleMessage } from '../../../src/engine/messages/handle-message.ts';
import { reportTask } from '../../../src/engine/report-task.ts';
import { submitCommand } from '../../../src/engine/submit-command.ts';
import type { CallOutcome, FunctionCall } from '../../../src/ports/task-targets.ts';
import { flow, functionFlow, task } from './engine-flows.ts';
import { EngineHome, facadeOf, returned, START } from './engine-home.ts';

const SIDE_BY_SIDE = flow(
  `  - type: parallel
    name: both
    branches:
      - steps: [{ type: task, name: left, resourceArn: 'acs:fc:::services/w/functions/left' }]
      - steps: [{ type: task, name: right, resourceArn: 'acs:fc:::services/w/functions/right' }]
`,
);

/** A home whose functions answer when the test says so. */
function heldHome() {
  const home = new EngineHome();
  const answers = new Map<string, (outcome: CallOutcome) => void>();
  home.targets.answer = ({ caller }: FunctionCall) =>
    new Promise((resolve) => {
      answers.set(caller.stepName, resolve);
    });
  const answer = (step: string) => answers.get(step)?.(returned({ step }));
  return { home, answer };
}

test('Results that arrive while a commit is in flight go into the next one together', async () => {
  const { home, answer } = heldHome();
  const firstIds: number[] = [];
  let land = () => {};
  const executions = facadeOf(home.executions, {
    append: async (id, record) => {
      firstIds.push(record.firstEventId);
      if (firstIds.length === 1) {
        await new Promise<void>((resolve) => {
          land = resolve;
        });
      }
      return home.executions.append(id, record);
    },
  });
  const three = SIDE_BY_SIDE.replace(
    '      - steps: [{ type: task, name: right',
    "      - steps: [{ type: task, name: middle, resourceArn: 'acs:fc:::services/w/functions/middle' }]\n      - steps: [{ type: task, name: right",
  );
  await home.start(three);
  const handled = handleMessage(home.take().message, { ...home.services, executions });
  await nextTurn();
  answer('left');
  await nextTurn();
  answer('middle');
  answer('right');
  await nextTurn();
  land();
  expect(await handled).toEqual({ done: true });
  expect(firstIds).toHaveLength(2);
});

test('A lost race is decided again on the new tail, and nothing is begun twice', async () => {
  const { home, answer } = heldHome();
  const header = await home.start(SIDE_BY_SIDE);
  const delivery = home.take();
  const handled = handleMessage(delivery.message, home.services);
  await nextTurn();
  const stop = { type: 'Stop', failure: { error: 'Enough', cause: '' } } as const;
  await submitCommand(home.otherProcess(), header.id, stop);
  answer('left');
  answer('right');
  delivery.answer(await handled);
  await home.toEnd();
  expect(home.targets.calls).toHaveLength(2);
  expect(await home.types(header)).not.toContain('TaskSucceeded');
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Stopped');
});

test('An append whose answer is lost brings the message back, which goes on from there', async () => {
  const home = new EngineHome();
  const header = await home.start(functionFlow('first', 'second'));
  let isLost = true;
  const executions = facadeOf(home.executions, {
    append: async (id, record) => {
      const isWritten = await home.executions.append(id, record);
      if (record.firstEventId === 1 || !isLost) return isWritten;
      isLost = false;
      throw new Error('no answer');
    },
  });
  const services = { ...home.services, executions };
  const { message } = home.take();
  await expect(home.handle(message, services)).rejects.toThrow('no answer');
  expect(await home.handle(message, services)).toEqual({ done: true });
  expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual(['first', 'second']);
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});

test('A call that throws lets the rest be done first, then the message comes back', async () => {
  const home = new EngineHome();
  const header = await home.start(SIDE_BY_SIDE);
  home.targets.answer = async ({ caller }) => {
    if (caller.stepName === 'left') throw new Error('no connection');
    return returned({});
  };
  const { message } = home.take();
  await expect(home.handle(message)).rejects.toThrow('no connection');
  expect(await home.types(header)).toContain('TaskSucceeded');
  home.targets.answer = () => returned({});
  expect(await home.handle(message)).toEqual({ done: true });
  expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual(['left', 'right', 'left']);
});

describe('a driver whose time is over', () => {
  test('begins nothing more and hands over to a message that adopts its effects', async () => {
    const { home, answer } = heldHome();
    const header = await home.start(functionFlow('first', 'second', 'third'));
    const delivery = home.take();
    const handled = handleMessage(delivery.message, home.services, { handOverAt: START + 1_000 });
    await nextTurn();
    await home.clock.advanceBy(2_000);
    answer('first');
    delivery.answer(await handled);
    expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual(['first']);
    expect(home.queue.undeleted().map(({ body }) => body)).toEqual([
      { kind: 'dispatch', execution: header.id, adopts: [delivery.message.id] },
    ]);
    home.targets.answer = () => returned({});
    await home.settle();
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });

  test('does not let what follows one branch wait for the task of another', async () => {
    const { home, answer } = heldHome();
    const header = await home.start(
      SIDE_BY_SIDE.replace(
        'steps: [{ type: task, name: left',
        'steps: [{ type: task, name: before, resourceArn: "acs:fc:::services/w/functions/before" }, { type: task, name: left',
      ),
    );
    const delivery = home.take();
    const handled = handleMessage(delivery.message, home.services, { handOverAt: START + 1_000 });
    await nextTurn();
    await home.clock.advanceBy(2_000);
    answer('before');
    await nextTurn();
    const steps = () => home.targets.calls.map(({ caller }) => caller.stepName);
    expect(steps()).toEqual(['before', 'right']);
    const follower = home.take();
    const followed = handleMessage(follower.message, home.services);
    await nextTurn();
    expect(steps()).toEqual(['before', 'right', 'left']);
    answer('left');
    answer('right');
    delivery.answer(await handled);
    follower.answer(await followed);
    await home.toEnd();
    expect(steps()).toHaveLength(3);
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });

  test('names also the messages that it had adopted itself', async () => {
    const home = new EngineHome();
    const header = await home.start(functionFlow('work'));
    const first = home.take();
    first.answer(await home.handle(first.message, home.services, { handOverAt: START }));
    const second = home.take();
    second.answer(await home.handle(second.message, home.services, { handOverAt: START }));
    const [third] = home.queue.undeleted();
    expect(third?.body).toMatchObject({ adopts: [first.message.id, second.message.id] });
    expect(home.targets.calls).toEqual([]);
    await home.settle();
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });

  test('hands over all when it had adopted all', async () => {
    const home = new EngineHome();
    const header = await home.start(functionFlow('work'));
    const start = home.take();
    start.answer(await home.handle(start.message, home.services, { handOverAt: START }));
    const delivery = home.take();
    const body = { kind: 'dispatch', execution: header.id, adopts: 'all' } as const;
    await home.handle({ ...delivery.message, body }, home.services, { handOverAt: START });
    expect(home.queue.undeleted().at(-1)?.body).toEqual(body);
  });

  test('still arms the watchdog for the next deadline, which no message owns', async () => {
    const home = new EngineHome();
    const more = 'pattern: waitForCallback\ntimeoutSeconds: 1000\nserviceParams: { MessageBody: $ }';
    const arn = 'acs:mns:::/queues/work/messages';
    const header = await home.start(flow(task('first', arn, more), task('second', arn, more)));
    await home.settle();
    await home.clock.advanceBy(500_000);
    const [token = ''] = await home.tokens(header);
    await reportTask(home.services, token, { kind: 'succeeded', output: '{}' });
    await home.settle();
    await home.clock.advanceTo(START + 1_000_000);
    const watchdog = home.take();
    watchdog.answer(await home.handle(watchdog.message, home.services, { handOverAt: START }));
    await home.toEnd();
    const { end } = (await home.executions.readHeader(header.id)) ?? {};
    expect(end).toMatchObject({ failure: { error: 'FnF.TaskTimeout' }, stoppedAt: START + 1_500_000 });
  });

  test('still writes the end of an execution into its header', async () => {
    const home = new EngineHome();
    const header = await home.start(flow('  - type: pass\n    name: nothing\n'));
    await home.handle(home.take().message, home.services, { handOverAt: START });
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });
});

test('A loop without tasks is committed in parts, in which it also reaches its end', async () => {
  const home = new EngineHome({ limits: { ...new EngineHome().services.limits, events: 2_500 } });
  const records: number[] = [];
  const executions = facadeOf(home.executions, {
    append: async (id, record) => {
      records.push(record.events.length);
      return home.executions.append(id, record);
    },
  });
  const loop = flow(
    '  - type: pass\n    name: again\n  - type: choice\n    name: back\n    default: { goto: again }\n',
  );
  const header = await home.start(loop);
  await home.handle(home.take().message, { ...home.services, executions });
  const { end } = (await home.executions.readHeader(header.id)) ?? {};
  expect(end).toMatchObject({ status: 'Failed', failure: { error: 'FnF.EventLimitExceeded' } });
  expect(records).toEqual([1_000, 500]);
  expect((await home.executions.readHeader(header.id))?.firstEvents).toHaveLength(1_000);
});

test('A timer that comes before it is due is kept until then and changes nothing', async () => {
  const home = new EngineHome();
  const header = await home.start(flow('  - type: wait\n    name: rest\n    duration: 100\n'));
  await home.settle();
  const before = await home.types(header);
  const timer = before.length;
  const command = { type: 'FireTimer', timer, dueAt: START + 100_000 } as const;
  await home.services.queue.send({ kind: 'command', execution: header.id, command });
  const handled = await home.handle(home.take().message);
  expect(handled).toEqual({ done: false, retryInSeconds: 100 });
  expect(await home.types(header)).toEqual(before);
  await home.toEnd();
  expect((await home.executions.readHeader(header.id))?.end?.stoppedAt).toBe(START + 100_000);
});

test('A function is told who calls it, by which role, and by when it must answer', async () => {
  const home = new EngineHome();
  const more = 'timeoutSeconds: 30\nserviceParams: { InvocationType: Async }';
  const header = await home.start(flow(task('work', 'acs:fc:::services/w/functions/work', more)), '{"a":1}');
  await home.settle();
  expect(home.targets.calls).toMatchObject([
    {
      caller: { flowName: 'main', executionName: 'run', stepName: 'work', roleArn: '' },
      event: '{"a":1}',
      isAsync: true,
      deadlineAt: START + 30_000,
    },
  ]);
  expect(home.targets.calls[0]?.caller.taskId).toBe(`${header.id.flowId}/run/2/0`);
});
