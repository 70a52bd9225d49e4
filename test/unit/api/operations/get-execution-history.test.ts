import { describe, expect, test } from 'vitest';
import type { ResponseOf } from '../../../../src/api/contract.ts';
import { CALLBACK, TWO_PASSES } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

type History = ResponseOf<'GetExecutionHistory'>;

const KEY = { FlowName: 'f', ExecutionName: 'e' };

async function ran(Definition: string) {
  const home = openApiHome();
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  await home.call('StartExecution', KEY);
  await home.settle();
  return home;
}

/** As the original prints it: two pass steps, no input. */
const TWO_PASSES_HISTORY = [
  [1, 0, '', 'ExecutionStarted', '{"input":{}}'],
  [2, 1, 'pass1', 'StepEntered', '{"input":{},"local":{}}'],
  [3, 2, 'pass1', 'StepStarted', '{"input":{}}'],
  [4, 3, 'pass1', 'StepSucceeded', '{"output":{}}'],
  [5, 4, 'pass1', 'StepExited', '{"local":{}}'],
  [6, 5, 'pass2', 'StepEntered', '{"input":{},"local":{}}'],
  [7, 6, 'pass2', 'StepStarted', '{"input":{}}'],
  [8, 7, 'pass2', 'StepSucceeded', '{"output":{}}'],
  [9, 8, 'pass2', 'StepExited', '{"local":{}}'],
  [10, 9, '', 'ExecutionSucceeded', '{"output":{}}'],
];

describe('GetExecutionHistory', () => {
  test('answers the published history of two pass steps byte for byte', async () => {
    const { call } = await ran(TWO_PASSES);
    const { Events, ...rest } = await call('GetExecutionHistory', KEY);
    expect(Events.map(({ Time: _time, ...event }) => Object.values(event))).toEqual(TWO_PASSES_HISTORY);
    expect(Object.keys(Events[0] ?? {})).toEqual([
      'EventId',
      'ScheduleEventId',
      'StepName',
      'Type',
      'EventDetail',
      'Time',
    ]);
    for (const { Time } of Events) expect(Time).toMatch(/^2024-01-02T03:04:0\d\.\d{3}Z$/);
    expect(Object.keys(rest)).toEqual(['RequestId']);
  });

  test.each([1, 3, 9])('pages of %i are the history', async (Limit) => {
    const { call } = await ran(TWO_PASSES);
    const ids: number[] = [];
    let NextToken: string | undefined = '1';
    while (NextToken !== undefined) {
      const page: History = await call('GetExecutionHistory', {
        ...KEY,
        Limit,
        NextToken,
      });
      expect(page.Events.length).toBeLessThanOrEqual(Limit);
      ids.push(...page.Events.map(({ EventId }) => EventId));
      NextToken = page.NextToken;
    }
    expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test.each(['0', '4', '10', '11', '999999'])(
    'begins with the event that the token %s names',
    async (NextToken) => {
      const { call } = await ran(TWO_PASSES);
      const { Events } = await call('GetExecutionHistory', { ...KEY, NextToken });
      const expected = TWO_PASSES_HISTORY.map(([id]) => id).filter((id) => Number(id) >= Number(NextToken));
      expect(Events.map(({ EventId }) => EventId)).toEqual(expected);
    },
  );

  test('has no token while the execution runs, and goes on from the event after the last', async () => {
    const { call, settle, targets } = await ran(CALLBACK);
    const first = await call('GetExecutionHistory', KEY);
    expect(first).not.toHaveProperty('NextToken');
    const { token } = JSON.parse(targets.takeSent()[0]?.body ?? '{}');
    await call('ReportTaskSucceeded', { TaskToken: token, Output: '{}' });
    await settle();
    const all = await call('GetExecutionHistory', KEY);
    const rest = await call('GetExecutionHistory', { ...KEY, NextToken: String(first.Events.length + 1) });
    expect(all.Events).toEqual([...first.Events, ...rest.Events]);
    expect(rest.Events.at(-1)?.Type).toBe('ExecutionSucceeded');
  });

  test('of an execution that no driver has seen yet is what the start decided', async () => {
    const { call } = await ran(TWO_PASSES);
    await call('StartExecution', { ...KEY, ExecutionName: 'later' });
    const { Events } = await call('GetExecutionHistory', { ...KEY, ExecutionName: 'later' });
    expect(Events[0]?.Type).toBe('ExecutionStarted');
  });

  test('refuses a token that is no number, and what does not exist', async () => {
    const { fail } = await ran(TWO_PASSES);
    expect(await fail('GetExecutionHistory', { ...KEY, NextToken: 'x' })).toMatchObject({
      Code: 'InvalidArgument',
    });
    expect(await fail('GetExecutionHistory', { ...KEY, FlowName: 'g' })).toMatchObject({
      Code: 'FlowNotExists',
    });
    expect(await fail('GetExecutionHistory', { ...KEY, ExecutionName: 'x' })).toMatchObject({
      Code: 'ExecutionNotExists',
    });
  });
});

describe('a long history', () => {
  /** Steps whose events show the whole input again and again. */
  const steps = Array.from({ length: 60 }, (_, index) => `  - {type: pass, name: p${index}}\n`).join('');

  test('is cut into pages that a response can hold, and nothing is lost between them', async () => {
    const home = openApiHome();
    const Definition = `version: v1\ntype: flow\nsteps:\n${steps}`;
    await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
    await home.call('StartExecution', { ...KEY, Input: `{"a":"${'x'.repeat(100_000)}"}` });
    await home.settle();
    const ids: number[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined = '1';
    while (NextToken !== undefined) {
      const page: History = await home.call('GetExecutionHistory', { ...KEY, Limit: 999, NextToken });
      ids.push(...page.Events.map(({ EventId }) => EventId));
      sizes.push(JSON.stringify(page).length);
      NextToken = page.NextToken;
    }
    expect(ids).toEqual(Array.from({ length: 60 * 4 + 2 }, (_, index) => index + 1));
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(6_000_000);
  });
});
