import { describe, expect, test } from 'vitest';
import { Run } from '../../../src/testing/run-flow.ts';

const types = (run: Run) => run.events.map(({ type }) => type);

describe('order of steps', () => {
  test('two pass steps leave the documented sequence of events', () => {
    const run = new Run(
      '{version: v1, type: flow, steps: [{type: pass, name: a}, {type: pass, name: b}]}',
    ).toEnd();
    const step = ['StepEntered', 'StepStarted', 'StepSucceeded', 'StepExited'];
    expect(types(run)).toEqual(['ExecutionStarted', ...step, ...step, 'ExecutionSucceeded']);
  });

  test('end: true skips the siblings that follow', () => {
    const run = new Run(`version: v1
type: flow
steps:
  - {type: pass, name: a, end: true, outputMappings: [{target: a, source: 1}]}
  - {type: pass, name: b, outputMappings: [{target: b, source: 1}]}
`).toEnd();
    expect(run.output).toEqual({ a: 1 });
  });

  test('succeed ends only the innermost list, and the goto of the option still applies', () => {
    const run = new Run(`version: v1
type: flow
steps:
  - type: choice
    name: pick
    end: true
    choices:
      - condition: true
        steps:
          - {type: succeed, name: enough}
          - {type: fail, name: never}
        goto: last
  - {type: fail, name: skipped}
  - {type: pass, name: last, outputMappings: [{target: reached, source: true}]}
`).toEnd();
    expect(run.output).toEqual({ reached: true });
  });

  test('an option may jump without steps, and the default is taken when no condition holds', () => {
    const text = `version: v1
type: flow
steps:
  - type: choice
    name: pick
    choices: [{condition: $.n > 1, goto: big}]
    default: {goto: small}
  - {type: pass, name: big, end: true, outputMappings: [{target: was, source: big}]}
  - {type: pass, name: small, outputMappings: [{target: was, source: small}]}
`;
    expect(new Run(text, { input: { n: 2 } }).toEnd().output).toEqual({ was: 'big' });
    expect(new Run(text, { input: { n: 0 } }).toEnd().output).toEqual({ was: 'small' });
  });

  test('a loop by goto runs until its condition turns', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - {type: task, name: ask, resourceArn: "acs:fc:::services/s/functions/f"}
  - type: choice
    name: again
    choices: [{condition: $.n < 3, goto: ask}]
`,
      { task: (_effect, calls) => ({ n: calls }) },
    ).toEnd();
    expect(run.output).toEqual({ n: 3 });
    expect(run.calls).toHaveLength(3);
  });
});

describe('fail', () => {
  const text = (attributes: string) =>
    `{version: v1, type: flow, steps: [{type: fail, name: f ${attributes}}]}`;

  test.each([
    ['', {}, { error: 'FnF.Fail', cause: '' }],
    [', error: Sold, cause: out of stock', {}, { error: 'Sold', cause: 'out of stock' }],
    [', error: $.code, cause: $.why', { code: 'E', why: 'w' }, { error: 'E', cause: 'w' }],
    [', error: $.code, cause: $.why', { why: { a: 1 } }, { error: 'FnF.Fail', cause: '{"a":1}' }],
  ])('%j with input %j fails the execution with %j', (attributes, input, failure) => {
    expect(new Run(text(attributes), { input }).toEnd().failure).toEqual(failure);
  });

  test('climbs through option, branch and iteration, each list around failing once', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: i}
    steps:
      - type: parallel
        name: fan
        branches:
          - steps:
              - type: choice
                name: pick
                default:
                  steps: [{type: fail, name: bad, error: E}]
`,
      { input: { items: [1] } },
    ).toEnd();
    expect(run.failure).toEqual({ error: 'E', cause: '' });
    expect(types(run).filter((type) => type === 'StepFailed')).toHaveLength(4);
    expect(types(run).at(-1)).toBe('ExecutionFailed');
    expect(run.state.frames.size).toBe(0);
  });
});

describe('wait', () => {
  const wait = (attributes: string) =>
    `{version: v1, type: flow, steps: [{type: wait, name: w, ${attributes}}]}`;

  test.each([
    ['duration: 10', {}, 10_000],
    ['duration: "7"', {}, 7_000],
    ['duration: $.s', { s: 5 }, 5_000],
    ['duration: $.s', { s: '6' }, 6_000],
    ['duration: 0', {}, 0],
    ['timestamp: "1970-01-01T00:01:00Z"', {}, 60_000],
    ['timestamp: $.t', { t: '1970-01-01T08:00:30+08:00' }, 30_000],
    ['timestamp: "1960-01-01T00:00:00Z"', {}, 0],
  ])('%s with input %j lasts %i ms', (attributes, input, milliseconds) => {
    const run = new Run(wait(attributes), { input }).toEnd();
    expect([run.state.status, run.now]).toEqual(['Succeeded', milliseconds]);
  });

  test.each([
    ['duration: $.s', {}, 'missing'],
    ['duration: $.s', { s: -1 }, '-1'],
    ['duration: $.s', { s: 1.5 }, '1.5'],
    ['duration: $.s', { s: 'soon' }, '"soon"'],
    ['duration: $.s', { s: 172_801 }, '172800'],
    ['timestamp: $.t', { t: 'tomorrow' }, '"tomorrow"'],
    ['timestamp: $.t', { t: 12 }, '12'],
    ['timestamp: $.t', {}, 'missing'],
  ])('%s with input %j fails and names %s', (attributes, input, named) => {
    const { failure } = new Run(wait(attributes), { input }).toEnd();
    expect(failure?.error).toBe('FnF.InvalidInput');
    expect(failure?.cause).toContain(named);
  });

  test('a timer that fires too early must come again at its time', () => {
    const run = new Run(wait('duration: 10'));
    run.give({ type: 'Start' });
    run.now = 9_999;
    const dueAt = 10_000;
    const decision = run.give({ type: 'FireTimer', timer: 3, dueAt });
    expect(decision).toMatchObject({ events: [], effects: [], againAt: dueAt });
    expect(run.give({ type: 'FireTimer', timer: 2, dueAt }).againAt).toBeUndefined();
  });

  test('a timer that fires long before its time is armed anew', () => {
    const run = new Run(wait('duration: 100000'));
    run.give({ type: 'Start' });
    const fireAt = 100_000_000;
    const decision = run.give({ type: 'FireTimer', timer: 3, dueAt: fireAt });
    expect(decision).toMatchObject({ events: [], effects: [{ type: 'StartTimer', timer: 3, fireAt }] });
    expect(decision.againAt).toBeUndefined();
  });

  test.each([900, 3_600, Number.POSITIVE_INFINITY])(
    'a timer is armed anew only when it comes a minute earlier than the %d seconds that a handler lives',
    (handlerSeconds) => {
      const run = new Run(wait('duration: 100000'), { limits: { handlerSeconds } });
      run.give({ type: 'Start' });
      const dueAt = 100_000_000;
      const keptMs = Math.min((handlerSeconds + 60) * 1000, dueAt);
      run.now = dueAt - keptMs;
      expect(run.give({ type: 'FireTimer', timer: 3, dueAt })).toMatchObject({ effects: [], againAt: dueAt });
      run.now -= 1;
      const isKept = run.give({ type: 'FireTimer', timer: 3, dueAt }).againAt !== undefined;
      expect(isKept).toBe(handlerSeconds === Number.POSITIVE_INFINITY);
    },
  );
});
