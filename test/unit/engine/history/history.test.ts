import { expect, test } from 'vitest';
import { ASK, flow, functionFlow, task } from '../engine-flows.ts';
import { EngineHome } from '../engine-home.ts';

const WORK = 'acs:fc:::services/w/functions/work';

async function historyOf(home: EngineHome, definition: string) {
  const header = await home.start(definition);
  await home.toEnd();
  const events = await home.history(header);
  return events.map(({ type, stepName, detail }) => ({ type, stepName, detail: JSON.parse(detail) }));
}

test('An execution that runs out of time says so in its last event', async () => {
  const events = await historyOf(
    new EngineHome(),
    ASK.replace('type: flow', 'type: flow\ntimeoutSeconds: 5'),
  );
  const detail = { error: 'FnF.Timeout', cause: 'The execution did not end within 5 seconds' };
  expect(events.at(-1)).toEqual({ type: 'ExecutionTimedOut', stepName: '', detail });
});

test('A task that is retried, times out and is caught shows how often and why', async () => {
  const home = new EngineHome();
  home.targets.answer = ({ deadlineAt = 0 }) =>
    new Promise((resolve) => {
      home.clock.schedule(deadlineAt + 1_000, () =>
        resolve({ kind: 'failed', failure: { error: 'FC.Unknown', cause: '' } }),
      );
    });
  const more =
    'timeoutSeconds: 7\nretry: [{ errors: [FnF.TaskTimeout], intervalSeconds: 1, maxAttempts: 1 }]\ncatch: [{ errors: [FnF.ALL], goto: after }]';
  const header = await home.start(flow(task('work', WORK, more), '  - type: pass\n    name: after\n'));
  const running: Promise<unknown>[] = [];
  for (let turn = 0; turn < 20; turn++) {
    for (let delivery = home.queue.take(); delivery !== undefined; delivery = home.queue.take()) {
      running.push(home.handle(delivery.message).then(delivery.answer));
    }
    await home.clock.advanceBy(1_000);
  }
  await Promise.all(running);
  const events = await home.history(header);
  const failure = { error: 'FnF.TaskTimeout', cause: 'The task did not end within 7 seconds' };
  const details = (type: string) =>
    events.filter((event) => event.type === type).map(({ detail }) => JSON.parse(detail));
  expect(details('TaskTimedOut')).toEqual([failure, failure]);
  expect(details('TaskScheduled').map(({ retryCount }) => retryCount)).toEqual([0, 1]);
  expect(details('StepExited')[0]).toMatchObject({ ...failure, retryCount: 1, goto: 'after' });
});

test('A call that cannot be submitted fails its step, and a step that fails names its error', async () => {
  const home = new EngineHome();
  home.targets.call = async () => ({
    kind: 'failed',
    failure: { error: 'FnF.ResourceNotFound', cause: 'q' },
  });
  const events = await historyOf(home, ASK);
  const detail = { error: 'FnF.ResourceNotFound', cause: 'q' };
  expect(events).toContainEqual({ type: 'TaskSubmitFailed', stepName: 'ask', detail });
  expect(events).toContainEqual({ type: 'StepFailed', stepName: 'ask', detail });
});

test('A wait shows how long it is, an iteration its element, a choice where it went', async () => {
  const home = new EngineHome();
  const events = await historyOf(
    home,
    flow(
      '  - type: pass\n    name: list\n    outputMappings: [{ target: items, source: [7] }]\n',
      '  - type: foreach\n    name: each\n    iterationMapping: { collection: $.items, item: item, index: at }\n    steps: [{ type: wait, name: rest, duration: 3 }]\n',
      '  - type: choice\n    name: which\n    default: { goto: end }\n  - type: pass\n    name: never\n  - type: wait\n    name: end\n    timestamp: 2020-01-01T00:00:00Z\n',
    ),
  );
  const started = events.filter(({ type }) => type === 'StepStarted');
  expect(started.find(({ stepName }) => stepName === 'rest')?.detail).toMatchObject({ duration: 3 });
  expect(started.find(({ stepName }) => stepName === 'end')?.detail).toMatchObject({
    timestamp: '2020-01-01T00:00:00Z',
  });
  const entered = events.find(({ type }) => type === 'IterationEntered');
  expect(entered).toMatchObject({ stepName: 'each', detail: { index: 0, item: 7 } });
  const exited = events.find(({ type, stepName }) => type === 'StepExited' && stepName === 'which');
  expect(exited?.detail).toMatchObject({ goto: 'end' });
});

test('Input and output are shown byte for byte as they were given', async () => {
  const home = new EngineHome();
  home.targets.answer = () => ({ kind: 'succeeded', output: '{ "n": 1.0 }' });
  const header = await home.start(functionFlow('work'), '{"big":12345678901234567890}');
  await home.toEnd();
  const events = await home.history(header);
  expect(events[0]?.detail).toBe('{"input":{"big":12345678901234567890}}');
  expect(events.find(({ type }) => type === 'TaskSucceeded')?.detail).toBe('{"output":{ "n": 1.0 }}');
});
