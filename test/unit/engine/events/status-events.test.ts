import { describe, expect, test } from 'vitest';
import { statusDetail, statusEvent, withoutData } from '../../../../src/engine/events/status-event.ts';
import { redriveExecution } from '../../../../src/engine/resume/redrive-execution.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import { submitCommand } from '../../../../src/engine/submit-command.ts';
import type { StatusDetail, StatusEvents } from '../../../../src/ports/status-events.ts';
import { KeptStatusEvents, schemaProblems } from '../../../helpers/status-events.ts';
import { EngineHome, returned } from '../engine-home.ts';

const STEPS = `version: v1
type: flow
steps:
  - {type: task, name: pay, resourceArn: "acs:fc:::services/s/functions/f"}
`;
const AT_ONCE =
  'version: v1\ntype: flow\nsteps: [{type: fail, name: stumble, error: TooLate, cause: "at night"}]\n';
const ORIGIN = { region: 'us-east-1', account: '000000000000' };

describe('an end', () => {
  test('is told before the header has it, as often as the message comes back', async () => {
    const events = new KeptStatusEvents('ended');
    const home = new EngineHome({ statusEvents: events });
    const { id } = await home.start(STEPS);
    events.refusals = 2;
    for (let refused = 0; refused < 2; refused++) {
      const delivery = home.take();
      await expect(home.handle(delivery.message)).rejects.toThrow('the bus is away');
      expect((await home.executions.readHeader(id))?.end).toBeUndefined();
      delivery.answer({ done: false, retryInSeconds: 1 });
      await home.clock.advanceBy(1_000);
    }
    await home.toEnd();
    expect(events.statuses).toEqual(['run Succeeded']);
    expect((await home.executions.readHeader(id))?.end?.status).toBe('Succeeded');
  });

  test('comes alone unless starts are asked for', async () => {
    const ends = new KeptStatusEvents('ended');
    const home = new EngineHome({ statusEvents: ends });
    await home.start(AT_ONCE);
    await home.toEnd();
    expect(ends.statuses).toEqual(['run Failed']);
  });
});

describe('a start', () => {
  test('is told before the end, also of an execution that ends with its first events', async () => {
    const events = new KeptStatusEvents('ended', 'started');
    const home = new EngineHome({ statusEvents: events });
    await home.start(AT_ONCE);
    await home.toEnd();
    expect(events.statuses).toEqual(['run Running', 'run Failed']);
  });

  test('is told once more for each redrive, with how often it went on', async () => {
    const events = new KeptStatusEvents('ended', 'started');
    const home = new EngineHome({ statusEvents: events });
    const { id } = await home.start(AT_ONCE);
    await home.toEnd();
    expect((await redriveExecution(home.services, id, {})).kind).toBe('redriven');
    await home.toEnd();
    expect(events.statuses).toEqual(['run Running', 'run Failed', 'run Running', 'run Failed']);
    const details = await Promise.all(events.told.map((told) => statusDetail(home.services, told, ORIGIN)));
    expect(details.map(({ redriveCount }) => redriveCount)).toEqual([0, 0, 1, 1]);
    expect(new Set(details.map(({ eventId }) => eventId)).size).toBe(4);
  });

  /** Takes the next message, which no receiver of events takes, and returns how to let it come again. */
  async function untold(home: EngineHome, events: KeptStatusEvents) {
    events.refusals = 1;
    const { message, answer } = home.take();
    await expect(home.handle(message)).rejects.toThrow('the bus is away');
    return () => answer({ done: false, retryInSeconds: 1 });
  }

  const stop = { type: 'Stop', failure: { error: 'Enough', cause: '' } } as const;

  test('is told although it was stopped before its message came again', async () => {
    const events = new KeptStatusEvents('ended', 'started');
    const home = new EngineHome({ statusEvents: events });
    // Such a deadline keeps the first events out of the header, and no record names the message of the start.
    const { id } = await home.start(STEPS.replace('f"}', 'f", timeoutSeconds: 60}'));
    const comeAgain = await untold(home, events);
    await submitCommand(home.services, id, stop);
    await home.settle();
    comeAgain();
    await home.toEnd();
    expect(events.statuses).toEqual(['run Stopped', 'run Running']);
  });

  test('is told with its own count although it has gone on again since', async () => {
    const events = new KeptStatusEvents('started');
    const home = new EngineHome({ statusEvents: events });
    const { id } = await home.start(STEPS);
    const startAgain = await untold(home, events);
    await submitCommand(home.services, id, stop);
    await home.settle();
    await redriveExecution(home.services, id, {});
    const redriveAgain = await untold(home, events);
    await submitCommand(home.services, id, stop);
    await home.settle();
    await redriveExecution(home.services, id, {});
    await home.settle();
    startAgain();
    redriveAgain();
    await home.toEnd();
    const details = await Promise.all(events.told.map((told) => statusDetail(home.services, told, ORIGIN)));
    expect(details.map(({ redriveCount }) => redriveCount).toSorted()).toEqual([0, 1, 2]);
  });

  test('is told by the message that takes over what a process has left', async () => {
    const events = new KeptStatusEvents('started');
    const home = new EngineHome({ statusEvents: events });
    const { id } = await home.start(STEPS);
    home.take().answer({ done: true });
    await home.services.queue.send({ kind: 'dispatch', execution: id, adopts: 'all' });
    await home.toEnd();
    expect(events.statuses).toEqual(['run Running']);
  });
});

describe('an event', () => {
  async function detailOf(flow: string, input: string, output: unknown = {}): Promise<StatusDetail> {
    const events = new KeptStatusEvents('ended');
    const home = new EngineHome({ statusEvents: events });
    home.targets.answer = () => returned(output);
    await home.start(flow, input);
    await home.toEnd();
    const [told] = events.told;
    if (told === undefined) throw new Error('nothing was told');
    return statusDetail(home.services, told, ORIGIN);
  }

  const KEEPING = `version: v1
type: flow
steps:
  - type: task
    name: pay
    resourceArn: "acs:fc:::services/s/functions/f"
    outputMappings: [{target: text, source: $local.text}]
`;

  test('is as its schema says, for a success and a failure', async () => {
    const details = [await detailOf(KEEPING, '{"a":1}', { text: 'x' }), await detailOf(AT_ONCE, '{}')];
    for (const detail of details) expect(schemaProblems(statusEvent(detail, ORIGIN, 0))).toEqual([]);
    expect(details).toMatchObject([
      { status: 'Succeeded', input: '{"a":1}', output: '{"text":"x"}', error: null, step: null },
      {
        status: 'Failed',
        output: null,
        outputDetails: null,
        error: 'TooLate',
        cause: 'at night',
        step: 'stumble',
      },
    ]);
    expect(details[0]?.executionArn).toBe('acs:fnf:us-east-1:000000000000:flow/main/execution/run');
  });

  test('leaves its input out when both are too large together, and its output when that is alone', async () => {
    const [quotes, text] = ['"'.repeat(60_000), 'x'.repeat(20_000)];
    const both = await detailOf(KEEPING, JSON.stringify({ quotes }), { text });
    expect(both).toMatchObject({ input: null, inputDetails: { included: false } });
    expect(both.output).toBe(JSON.stringify({ text }));
    const escaped = await detailOf(KEEPING, '{}', { text: '"'.repeat(64_000) });
    expect(escaped).toMatchObject({ input: '{}', output: null, outputDetails: { included: false } });
    expect(Buffer.byteLength(JSON.stringify(both))).toBeLessThan(250 * 1024);
    expect(schemaProblems(statusEvent(withoutData(both), ORIGIN, 0))).toEqual([]);
  });
});

test('an event that waits as a message is tried again, later and later, until it is out', async () => {
  let tries = 0;
  const statusEvents: StatusEvents = {
    changes: new Set(),
    tell: async () => {},
    retry: async () => {
      if (++tries < 4) throw new Error('throttled');
    },
  };
  const home = new EngineHome({ statusEvents });
  const detail = { eventId: 'e', executionArn: 'a' } as StatusDetail;
  await home.services.queue.send({ kind: 'status', detail });
  const at = home.clock.now();
  await home.toEnd();
  expect(tries).toBe(4);
  expect(home.clock.now() - at).toBeGreaterThanOrEqual(4_000);
  expect(home.warnings).toHaveLength(3);
});

describe('the flow that handles failures', () => {
  const HANDLER = 'version: v1\ntype: flow\nsteps: [{type: fail, name: too, error: AlsoBroken}]\n';

  async function handled(flow: string) {
    const home = new EngineHome();
    await home.createFlow('rescue', HANDLER);
    const main = await home.createFlow('main', flow);
    await home.flows.updateFlow({ ...main, version: 2, onFailure: 'rescue' });
    await startExecution(home.services, { flowName: 'main', executionName: 'run', input: '{"a":[1]}' });
    await home.toEnd();
    const { id } = (await home.flows.readFlow('rescue')) ?? { id: '' };
    return { home, main, list: await home.executions.list({ flowId: id, limit: 10 }) };
  }

  test('gets the failed execution as its input, and its own failure starts nothing', async () => {
    const { list } = await handled(AT_ONCE);
    expect(list.executions).toHaveLength(1);
    const [run] = list.executions;
    expect(run?.id.name).toMatch(/^failed-run-[0-9a-f]{16}$/);
    expect(JSON.parse(String(run?.input))).toMatchObject({
      flowName: 'main',
      executionName: 'run',
      status: 'Failed',
      error: 'TooLate',
      cause: 'at night',
      step: 'stumble',
      redriveCount: 0,
      inputIncluded: true,
      input: { a: [1] },
    });
    expect(run?.end?.status).toBe('Failed');
  });

  test('is started once for each end, and not at all for a success', async () => {
    const { home, main, list } = await handled(AT_ONCE);
    const id = { flowId: main.id, name: 'run' };
    await redriveExecution(home.services, id, {});
    await home.toEnd();
    const { id: rescue } = (await home.flows.readFlow('rescue')) ?? { id: '' };
    const names = (await home.executions.list({ flowId: rescue, limit: 10 })).executions.map(
      ({ id }) => id.name,
    );
    expect(new Set(names).size).toBe(2);
    expect(names).toContain(list.executions[0]?.id.name);
    expect((await handled(STEPS)).list.executions).toEqual([]);
  });

  test('gets no input that is too large for it', async () => {
    const home = new EngineHome();
    await home.createFlow('rescue', HANDLER);
    const main = await home.createFlow('main', AT_ONCE);
    await home.flows.updateFlow({ ...main, version: 2, onFailure: 'rescue' });
    await startExecution(home.services, {
      flowName: 'main',
      input: JSON.stringify({ x: 'x'.repeat(65_536) }),
    });
    await home.toEnd();
    const { id } = (await home.flows.readFlow('rescue')) ?? { id: '' };
    const [run] = (await home.executions.list({ flowId: id, limit: 10 })).executions;
    expect(JSON.parse(String(run?.input))).toMatchObject({ inputIncluded: false, input: null });
  });
});
