import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/common/json.ts';
import type { CaseOutcome, CaseRun } from '../../../../src/testing/cases/case-run.ts';
import { finishCase, runCase } from '../../../../src/testing/cases/run-case.ts';
import type { Stub } from '../../../../src/testing/cases/stub.ts';
import { busyMs } from '../../../helpers/busy-time.ts';

const AT = Date.UTC(2026, 2, 29, 0, 30);

function flow(...steps: string[]): string {
  return `version: v1\ntype: flow\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`;
}

function call(name: string, more = ''): string {
  return `{type: task, name: ${name}, resourceArn: 'acs:fc:::services/shop/functions/f'${more}}`;
}

function output(value: JsonObject, more: Partial<Stub> = {}): Stub {
  return { answer: { kind: 'output', output: value }, after: 0, ...more };
}

function error(name: string, more: Partial<Stub> = {}): Stub {
  return { answer: { kind: 'error', failure: { error: name, cause: 'why' } }, after: 0, ...more };
}

async function run(
  definition: string,
  stubs: Readonly<Record<string, readonly Stub[]>>,
  more: Partial<CaseRun> = {},
): Promise<CaseOutcome> {
  const start = { kind: 'input', input: { a: 1 } } as const;
  return await runCase({
    flows: { main: definition },
    start,
    at: AT,
    stubs: new Map(Object.entries(stubs)),
    ...more,
  });
}

test('An outcome without its events is the same, steps inside of branches and iterations included', async () => {
  const each =
    '{type: foreach, name: each, inputMappings: [{target: items, source: $local.items}], iterationMapping: {collection: $.items, item: it}, steps: [{type: pass, name: item}]}';
  const both =
    '{type: parallel, name: both, branches: [{steps: [{type: pass, name: here}]}, {steps: [{type: pass, name: there}]}]}';
  const finished = await finishCase({
    flows: {
      main: flow(
        call('one', ', outputMappings: [{target: items, source: $local.items}]'),
        each,
        both,
        call('two'),
      ),
    },
    start: { kind: 'input', input: {} },
    at: AT,
    stubs: new Map([
      ['one', [output({ items: [1, 2] })]],
      ['two', [error('Broken')]],
    ]),
  });
  const { events, executions, ...rest } = await finished.withEvents();
  expect(finished.outcome).toEqual({ ...rest, events: [], executions: [] });
  const entered = events.filter(({ Type }) => Type === 'StepEntered').map(({ StepName }) => StepName);
  expect(entered).toEqual(rest.path);
  expect(rest.path.toSorted()).toEqual(['both', 'each', 'here', 'item', 'item', 'one', 'there', 'two']);
  expect(executions.map(({ flowName }) => flowName)).toEqual(['main']);
});

describe('stubs', () => {
  test('answer by the name of a step or by a resource ARN, the step first', async () => {
    const stubs = {
      one: [output({ by: 'step' })],
      'acs:fc:::services/shop/functions/f': [output({ by: 'arn' })],
    };
    const { output: one, path } = await run(flow(call('one')), stubs);
    expect(one).toEqual({ by: 'step' });
    expect(path).toEqual(['one']);
    expect((await run(flow(call('two')), stubs)).output).toEqual({ by: 'arn' });
  });

  test('are used up in order, and retries take their time', async () => {
    const retry = ', retry: [{errors: [Busy], intervalSeconds: 2, multiplier: 1}]';
    const stubs = { one: [error('Busy', { times: 2 }), output({ done: true }, { times: 1 })] };
    const outcome = await run(flow(call('one', retry)), stubs);
    expect(outcome).toMatchObject({ status: 'Succeeded', output: { done: true }, lasts: 4_000 });
    expect(outcome.calls.map(({ at }) => at - AT)).toEqual([0, 2_000, 4_000]);
  });

  test('answer what their condition holds for, or what contains their object', async () => {
    const each = '{type: foreach, name: each, iterationMapping: {collection: $.items, item: item}, steps: [';
    const definition = flow(`${each}${call('one')}]}`);
    const start = { kind: 'input', input: { items: [{ n: 1 }, { n: 2 }] } } as const;
    const stubs = {
      one: [
        output({ found: 'one' }, { when: { kind: 'contains', part: { item: { n: 1 } } } }),
        output({ found: 'other' }),
      ],
    };
    const outcome = await run(definition, stubs, { start });
    expect(outcome.status).toBe('Succeeded');
    expect(
      outcome.events.filter(({ Type }) => Type === 'TaskSucceeded').map((event) => event.EventDetail),
    ).toEqual(['{"output":{"found":"one"}}', '{"output":{"found":"other"}}']);
  });

  test.each([
    ['throttled', 'FC.ResourceThrottled'],
    ['crashes', 'FC.Unknown'],
    ['hangs', 'FnF.TaskTimeout'],
  ] as const)('that are %s fail as the target would', async (fault, name) => {
    const stubs = { one: [{ answer: { kind: 'fault', fault }, after: 0 } as const] };
    const outcome = await run(flow(call('one', ', timeoutSeconds: 20')), stubs);
    expect(outcome).toMatchObject({ status: 'Failed', error: name, lasts: fault === 'hangs' ? 20_000 : 0 });
    expect(outcome.calls).toHaveLength(1);
  });

  test('answer after a while, and a call of twenty minutes is made once', async () => {
    const outcome = await run(flow(call('one')), { one: [output({}, { after: 1_200_000 })] });
    expect(outcome).toMatchObject({ status: 'Succeeded', lasts: 1_200_000 });
    expect(outcome.calls).toHaveLength(1);
  });

  test('a slow answer loses against a timeout', async () => {
    const outcome = await run(flow(call('one', ', timeoutSeconds: 5')), {
      one: [output({}, { after: 6_000 })],
    });
    expect(outcome).toMatchObject({ status: 'Failed', error: 'FnF.TaskTimeout', lasts: 5_000 });
  });

  test('a call that nothing answers ends the run, with the call', async () => {
    const outcome = await run(flow(call('one'), call('two')), { one: [output({ b: 2 }, { times: 1 })] });
    expect(outcome.problem).toMatchObject({
      kind: 'missing-stub',
      call: { stepName: 'two', input: { a: 1 } },
    });
  });
});

describe('tasks that wait for a report', () => {
  const approve = call('approve', ', pattern: waitForCallback, timeoutSeconds: 400000');

  test('go on with the report, after days that take no time', async () => {
    const report = { result: { kind: 'output', output: { ok: true } } } as const;
    const began = busyMs();
    const outcome = await run(flow(approve), {
      approve: [output({ asked: 1 }, { report, after: 259_200_000 })],
    });
    expect(outcome).toMatchObject({ status: 'Succeeded', output: { ok: true }, lasts: 259_200_000 });
    expect(busyMs() - began).toBeLessThan(1_000);
  });

  test('take no second report, and none that comes too late', async () => {
    const report = { result: { kind: 'output', output: { ok: true } }, again: 1_000 } as const;
    const wait = '{type: wait, name: rest, duration: 10}';
    const twice = await run(flow(approve, wait), { approve: [output({}, { report })] });
    expect(twice).toMatchObject({ status: 'Succeeded', lasts: 10_000 });
    const late = await run(flow(approve), { approve: [output({}, { report, after: 500_000_000 })] });
    expect(late).toMatchObject({ status: 'Failed', error: 'FnF.TaskTimeout', lasts: 400_000_000 });
  });

  test('fail with the report of a failure', async () => {
    const report = { result: { kind: 'error', failure: { error: 'Refused', cause: 'no' } } } as const;
    const outcome = await run(flow(approve), { approve: [output({}, { report })] });
    expect(outcome).toMatchObject({ status: 'Failed', error: 'Refused', cause: 'no' });
  });

  test('without a report the run is stuck', async () => {
    const open = call('approve', ', pattern: waitForCallback');
    const outcome = await run(flow(open), { approve: [output({})] });
    // A wait without a limit lasts a year.
    expect(outcome).toMatchObject({ status: 'TimedOut', lasts: 31_536_000_000 });
  });
});

describe('queues', () => {
  test('are stubbed, and their messages are what the calls are counted with', async () => {
    const params = '{MessageBody: {id: 7}}';
    const send = `{type: task, name: send, resourceArn: 'acs:mns:::/queues/q/messages', serviceParams: ${params}}`;
    const outcome = await run(flow(send), { send: [output({})] });
    expect(outcome.status).toBe('Succeeded');
    expect(outcome.calls.map(({ input }) => input)).toEqual([{ id: 7 }]);
  });
});

describe('flows that a flow starts', () => {
  const pay = (pattern: string) =>
    `{type: task, name: pay, resourceArn: 'acs:fnf:::flow/payment', pattern: ${pattern}, inputMappings: [{target: sum, source: $input.a}]}`;

  test('are stubbed by the step that starts them, and end as the stub says', async () => {
    const good = await run(flow(pay('sync')), { pay: [output({ paid: 1 }, { after: 5_000 })] });
    expect(good).toMatchObject({ status: 'Succeeded', output: { paid: 1 }, lasts: 5_000 });
    expect(good.calls).toMatchObject([
      { stepName: 'pay', resourceArn: 'acs:fnf:::flow/payment', input: { sum: 1 } },
    ]);
    const bad = await run(flow(pay('sync')), { pay: [error('CardDeclined')] });
    expect(bad).toMatchObject({ status: 'Failed', error: 'CardDeclined', cause: 'why' });
  });

  test('are stubbed by their ARN, also where the flow does not wait for them', async () => {
    const outcome = await run(flow(pay('requestResponse')), { 'acs:fnf:::flow/payment': [output({})] });
    expect(outcome.status).toBe('Succeeded');
    expect(outcome.calls).toMatchObject([{ stepName: 'pay' }]);
  });

  test('really run where they are given, and their starts count as calls', async () => {
    const flows = { main: flow(pay('sync')), payment: flow(call('charge')) };
    const outcome = await run('', { charge: [output({ charged: true })] }, { flows });
    expect(outcome).toMatchObject({ status: 'Succeeded', output: { charged: true }, path: ['pay'] });
    expect(outcome.calls).toMatchObject([
      { flowName: 'payment', stepName: 'charge' },
      { flowName: 'main', stepName: 'pay', input: { sum: 1 } },
    ]);
    expect(outcome.executions.map(({ flowName }) => flowName)).toEqual(['main', 'payment']);
  });
});

describe('a case', () => {
  const wait = '{type: wait, name: rest, duration: 3600}';

  test('is stopped in the middle', async () => {
    const stop = { after: 60_000, error: 'Enough', cause: 'of it' };
    expect(await run(flow(wait), {}, { stop })).toMatchObject({
      status: 'Stopped',
      error: 'Enough',
      cause: 'of it',
      lasts: 60_000,
    });
  });

  test('is started by a schedule that fires once, at its time', async () => {
    const start = { kind: 'schedule', name: 'nightly', cron: '0 0 6 * * *', payload: { n: 1 } } as const;
    const outcome = await run(flow(wait), {}, { start });
    expect(outcome).toMatchObject({ status: 'Succeeded', lasts: 3_600_000 });
    expect(outcome.executions).toHaveLength(1);
    expect(JSON.parse(outcome.events[0]?.EventDetail ?? '')).toEqual({
      input: { payload: { n: 1 }, triggerName: 'nightly', triggerTime: '2026-03-29T06:00:00Z' },
    });
  });

  test('finds the items of a distributed foreach in its objects, and writes its results beside them', async () => {
    const foreach = `{type: foreach, name: each, iterationMapping: {item: order}, steps: [{type: pass, name: keep}],
      distributed: {itemReader: {inputType: csv, bucket: orders, key: in.csv}, resultWriter: {bucket: orders}},
      outputMappings: [{target: total, source: $local.total}]}`;
    const outcome = await run(flow(foreach), {}, { objects: { orders: { 'in.csv': 'id\n1\n2\n' } } });
    expect(outcome).toMatchObject({ status: 'Succeeded', output: { total: 2 } });
  });

  test('is started by an upload', async () => {
    const start = { kind: 'upload', bucket: 'films', key: 'a.mov', size: 7 } as const;
    const outcome = await run(flow('{type: pass, name: nothing}'), {}, { start });
    expect(JSON.parse(outcome.events[0]?.EventDetail ?? '')).toMatchObject({
      input: { bucket: { name: 'films' }, object: { key: 'a.mov', size: 7 } },
    });
  });

  test('that is refused says why', async () => {
    const start = { kind: 'schedule', name: 'nightly', cron: 'never', payload: {} } as const;
    const outcome = await run(flow(wait), {}, { start });
    expect(outcome.problem).toMatchObject({
      kind: 'not-started',
      message: expect.stringContaining('CreateSchedule'),
    });
  });

  test('in which nothing is left that could happen says where it waits', async () => {
    const stubs = { one: [{ answer: { kind: 'fault', fault: 'hangs' }, after: 0 } as const] };
    const outcome = await run(flow(call('one')), stubs);
    expect(outcome).toMatchObject({ status: 'Running', problem: { kind: 'stuck', waitsAt: ['one'] } });
  });
});
