import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { handleMessage } from '../../../src/engine/messages/handle-message.ts';
import { lateCommand } from '../../../src/engine/perform/outcome.ts';
import type { EngineServices } from '../../../src/engine/services.ts';
import type { CallOutcome, FunctionCall, TaskTargets, Underway } from '../../../src/ports/task-targets.ts';
import { flow, functionFlow, task } from './engine-flows.ts';
import { EngineHome, returned, START } from './engine-home.ts';

const SIDE_BY_SIDE = flow(`  - type: parallel
    name: both
    branches:
      - steps: [{ type: task, name: left, resourceArn: 'acs:fc:::services/w/functions/left' }]
      - steps:
          - { type: task, name: right, resourceArn: 'acs:fc:::services/w/functions/right' }
          - { type: task, name: then, resourceArn: 'acs:fc:::services/w/functions/then' }
`);

type Target = (call: FunctionCall) => Underway | CallOutcome | Promise<Underway | CallOutcome>;

/** A home whose functions are called by `target`. */
function homeOf(target: Target) {
  const home = new EngineHome();
  const calls: FunctionCall[] = [];
  const targets: TaskTargets = {
    call: async (call) => {
      if (call.kind !== 'function') throw new Error(call.kind);
      calls.push(call);
      return target(call);
    },
  };
  const services: EngineServices = { ...home.services, targets };
  /** Gives the outcome of a call to its execution, as the queue does. */
  const reply = async (call: FunctionCall | undefined, outcome: CallOutcome) => {
    if (call?.replyTo === undefined) throw new Error('the call takes no late outcome');
    const { execution, task: attempt } = call.replyTo;
    await home.queue.send({ kind: 'command', execution, command: lateCommand(attempt, outcome) });
  };
  const settle = async () => {
    for (let next = home.queue.take(); next !== undefined; next = home.queue.take())
      next.answer(await home.handle(next.message, services));
  };
  const called = () => calls.map(({ caller }) => caller.stepName);
  return { home, services, calls, called, reply, settle };
}

const UNDERWAY: Underway = { kind: 'underway' };

test('A driver goes as soon as its function is called, and the outcome goes on with the execution', async () => {
  const { home, calls, called, reply, settle } = homeOf(() => UNDERWAY);
  const header = await home.start(functionFlow('first', 'second'));
  await settle();
  expect(home.queue.undeleted()).toEqual([]);
  await reply(calls[0], returned({ n: 1 }));
  await settle();
  await reply(calls[1], returned({ n: 2 }));
  await settle();
  expect(called()).toEqual(['first', 'second']);
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});

test('An outcome that comes twice, or after its task has failed, changes nothing', async () => {
  const { home, calls, called, reply, settle } = homeOf(() => UNDERWAY);
  const policy = 'retry: [{ errors: [Lost], intervalSeconds: 1, maxAttempts: 1 }]';
  const header = await home.start(flow(task('only', 'acs:fc:::services/w/functions/f', policy)));
  await settle();
  await reply(calls[0], { kind: 'failed', failure: { error: 'Lost', cause: '{}' } });
  await settle();
  await reply(calls[0], returned({ late: true }));
  await settle();
  await home.clock.advanceBy(1_000);
  await settle();
  expect(called()).toEqual(['only', 'only']);
  for (const at of [1, 1]) await reply(calls[at], returned({ ok: true }));
  await settle();
  const types = await home.types(header);
  expect(types.filter((type) => type === 'TaskSucceeded')).toHaveLength(1);
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});

test('A result that is no object fails its task as if the driver had waited', async () => {
  const { home, calls, reply, settle } = homeOf(() => UNDERWAY);
  const header = await home.start(functionFlow('only'));
  await settle();
  await reply(calls[0], returned([1]));
  await settle();
  expect((await home.executions.readHeader(header.id))?.end?.failure?.error).toBe('FnF.InvalidLocal');
});

test('A driver whose time is over hands on which functions have a call, and none is called again', async () => {
  let answer = (_outcome: CallOutcome) => {};
  const target: Target = ({ caller }) => {
    if (caller.stepName !== 'right') return UNDERWAY;
    return new Promise<CallOutcome>((resolve) => {
      answer = resolve;
    });
  };
  const { home, services, calls, called, reply, settle } = homeOf(target);
  const header = await home.start(SIDE_BY_SIDE);
  const delivery = home.take();
  const handled = handleMessage(delivery.message, services, { handOverAt: START + 1_000 });
  await nextTurn();
  await home.clock.advanceBy(2_000);
  answer(returned({}));
  delivery.answer(await handled);
  expect(home.queue.undeleted().map(({ body }) => body)).toEqual([
    {
      kind: 'dispatch',
      execution: header.id,
      adopts: [delivery.message.id],
      called: [calls[0]?.replyTo?.task],
    },
  ]);
  await settle();
  expect(called()).toEqual(['left', 'right', 'then']);
  await reply(calls[0], returned({}));
  await reply(calls[2], returned({}));
  await settle();
  expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
});

test('After a fault what failed is tried again under another message, and no function that has a call', async () => {
  let isDown = true;
  const target: Target = ({ caller }) => {
    if (caller.stepName === 'right' && isDown) throw new Error('no connection');
    return UNDERWAY;
  };
  const { home, called, settle } = homeOf(target);
  await home.start(SIDE_BY_SIDE);
  await settle();
  expect(called()).toEqual(['left', 'right']);
  isDown = false;
  await home.clock.advanceBy(10_000);
  await settle();
  expect(called()).toEqual(['left', 'right', 'right']);
  expect(home.queue.undeleted()).toEqual([]);
});

test.each([
  ['waits for a report', 'pattern: waitForCallback'],
  ['is only handed its event', 'serviceParams: { InvocationType: Async }'],
])('A function that %s takes no late outcome', async (_how, more) => {
  const { home, calls, settle } = homeOf(() => returned({}));
  await home.start(flow(task('only', 'acs:fc:::services/w/functions/f', more)));
  await settle();
  expect(calls.map(({ replyTo }) => replyTo)).toEqual([undefined]);
});
