import { describe, expect, test } from 'vitest';
import type { ResponseOf } from '../../../../src/api/contract.ts';
import { wholeEvents, wholeExecution } from '../../../../src/api/whole-data.ts';
import { MEMORY_LIMITS } from '../../../../src/testing/memory/physical-limits.ts';
import { CALLBACK, TWO_PASSES } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };
const LARGE = JSON.stringify({ text: 'é"𝒳\u0001'.repeat(2_000) });

/** A task that waits for a report and has the whole input. */
const WITH_DATA = `version: v1
type: flow
steps:
  - { type: task, name: ask, resourceArn: "acs:mns:::/queues/q/messages", pattern: waitForCallback, serviceParams: { MessageBody: ask } }
`;

/** An execution of two pass steps in a home whose responses hold so many bytes of data. */
async function ran({ responseBytes = 9_000, Input = LARGE, Definition = TWO_PASSES } = {}) {
  const home = openApiHome({ physical: { ...MEMORY_LIMITS, responseBytes } });
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  const started = await home.call('StartExecution', { ...KEY, Input });
  await home.settle();
  const read = (request: object) => home.call('GetExecutionData', request as never);
  return { ...home, started, read };
}

describe('data that do not fit into a response', () => {
  test('are left empty and named', async () => {
    const { call, started } = await ran();
    expect(started).toMatchObject({ Input: '', Truncated: ['Input'] });
    expect(await call('DescribeExecution', KEY)).toMatchObject({
      Input: '',
      Output: '{}',
      Truncated: ['Input'],
    });
    const { Executions } = await call('ListExecutions', { FlowName: 'f' });
    expect(Executions).toMatchObject([{ Input: '', Truncated: ['Input'] }]);
  });

  test('are there, and nothing is said of them, where they fit', async () => {
    const { call } = await ran({ responseBytes: 40_000 });
    const described = await call('DescribeExecution', KEY);
    expect([described.Input, 'Truncated' in described]).toEqual([LARGE, false]);
  });

  test('come in portions of which no character is lost', async () => {
    const { call, read } = await ran();
    const portions: string[] = [];
    for (let NextToken: string | undefined = '0'; NextToken !== undefined; ) {
      const page: ResponseOf<'GetExecutionData'> = await call('GetExecutionData', {
        ...KEY,
        Field: 'Input',
        NextToken,
      });
      expect([page.Data.isWellFormed(), page.Data.length <= 1_500]).toEqual([true, true]);
      portions.push(page.Data);
      NextToken = page.NextToken;
    }
    expect(portions.length).toBeGreaterThan(5);
    expect(portions.join('')).toBe(LARGE);
    expect(await wholeExecution(read, KEY, await call('DescribeExecution', KEY))).toMatchObject({
      Input: LARGE,
    });
  });

  test('are read from the history, event by event', async () => {
    const { call, read } = await ran();
    const { Events } = await call('GetExecutionHistory', KEY);
    expect(Events[0]).toMatchObject({ EventDetail: '', Truncated: ['EventDetail'] });
    const whole = await wholeEvents(read, KEY, Events);
    expect(whole[0]).toMatchObject({ EventDetail: `{"input":${LARGE}}` });
    expect(whole.filter((event) => 'Truncated' in event)).toEqual([]);
    expect(whole.at(-1)).toBe(Events.at(-1));
  });

  test('of open tasks share one budget', async () => {
    const { call } = await ran({ Definition: WITH_DATA });
    const { Tasks } = await call('ListOpenTasks', { FlowName: 'f' });
    expect(Tasks).toMatchObject([{ Input: '', Truncated: ['Input'] }]);
  });
});

describe('GetExecutionData', () => {
  test('reads an output once there is one', async () => {
    const { call } = await ran({ Definition: CALLBACK, Input: '{}' });
    expect((await call('GetExecutionData', { ...KEY, Field: 'Output' })).Data).toBe('');
  });

  test('says what it needs, and what there is not', async () => {
    const { fail } = await ran();
    const detail = { ...KEY, Field: 'EventDetail' };
    expect(await fail('GetExecutionData', detail)).toMatchObject({
      Code: 'MissingRequiredParams',
      Message: 'Parameter EventId is missing',
    });
    expect(await fail('GetExecutionData', { ...detail, EventId: 99 })).toMatchObject({
      Code: 'InvalidArgument',
      Message: 'Parameter EventId: the execution has no event 99',
    });
  });

  test('returns nothing behind the end of a text', async () => {
    const { call } = await ran();
    const { RequestId: _, ...page } = await call('GetExecutionData', {
      ...KEY,
      Field: 'Input',
      NextToken: '99999',
    });
    expect(page).toEqual({ Data: '' });
  });
});
