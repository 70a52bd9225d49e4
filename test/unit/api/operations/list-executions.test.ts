import { describe, expect, test } from 'vitest';
import type { RequestOf } from '../../../../src/api/contract.ts';
import { CALLBACK, ECHO } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

/** A flow with executions a1, a2, b1 and b2, a second apart; those of an even number have ended. */
async function homeWithFour() {
  const home = openApiHome();
  await home.call('CreateFlow', { Name: 'f', Definition: CALLBACK, Description: '', Type: 'FDL' });
  for (const ExecutionName of ['a1', 'a2', 'b1', 'b2']) {
    await home.call('StartExecution', { FlowName: 'f', ExecutionName });
    if (ExecutionName.endsWith('2')) await home.call('StopExecution', { FlowName: 'f', ExecutionName });
    await home.clock.advanceBy(1_000);
  }
  await home.settle();
  const list = async (conditions: Partial<RequestOf<'ListExecutions'>> = {}) =>
    await home.call('ListExecutions', { FlowName: 'f', ...conditions });
  const names = async (conditions: Partial<RequestOf<'ListExecutions'>> = {}) =>
    (await list(conditions)).Executions.map(({ Name }) => Name);
  return { ...home, list, names };
}

describe('ListExecutions', () => {
  test('answers the newest first', async () => {
    const { names, list } = await homeWithFour();
    expect(await names()).toEqual(['b2', 'b1', 'a2', 'a1']);
    expect(await list()).not.toHaveProperty('NextToken');
  });

  test.each<[Partial<RequestOf<'ListExecutions'>>, string[]]>([
    [{ Status: 'Stopped' }, ['b2', 'a2']],
    [{ Status: 'Running' }, ['b1', 'a1']],
    [{ Status: 'Succeeded' }, []],
    [{ Status: 'Starting' }, []],
    [{ ExecutionNamePrefix: 'a' }, ['a2', 'a1']],
    [{ ExecutionNamePrefix: 'a1x' }, []],
    [{ StartedTimeBegin: '2024-01-02T03:04:06.678Z' }, ['b2', 'b1', 'a2']],
    [{ StartedTimeBegin: '2024-01-02T03:04:06.679Z' }, ['b2', 'b1']],
    [{ StartedTimeEnd: '2024-01-02T03:04:06.678Z' }, ['a2', 'a1']],
    [{ StartedTimeEnd: '2024-01-02T11:04:06.677+08:00' }, ['a1']],
    [{ ExecutionNamePrefix: 'b', Status: 'Stopped', StartedTimeBegin: '2024-01-02T03:04:06Z' }, ['b2']],
  ])('%j answers %j', async (conditions, expected) => {
    const { names } = await homeWithFour();
    expect(await names(conditions)).toEqual(expected);
  });

  test('goes on behind the last entry of a page', async () => {
    const { list } = await homeWithFour();
    const first = await list({ Limit: 3 });
    expect(first.Executions).toHaveLength(3);
    const second = await list({ Limit: 3, NextToken: String(first.NextToken) });
    expect(second.Executions.map(({ Name }) => Name)).toEqual(['a1']);
    expect(second).not.toHaveProperty('NextToken');
  });

  test('tells of each execution that went wrong why it ended', async () => {
    const { call, settle } = openApiHome();
    const fail = `{version: v1, type: flow, steps: [{type: fail, name: f, error: NoStock, cause: $.c}]}`;
    await call('CreateFlow', { Name: 'f', Definition: fail, Description: '', Type: 'FDL' });
    const Input = JSON.stringify({ c: `x${'😀'.repeat(200)}` });
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'failed', Input });
    await settle();
    const { Executions } = await call('ListExecutions', { FlowName: 'f', Status: 'Failed' });
    expect(Executions).toEqual([
      expect.objectContaining({
        ErrorCode: 'NoStock',
        ErrorMessage: `x${'😀'.repeat(127)}…`,
        ErrorStep: 'f',
      }),
    ]);
  });

  test('tells why executions were stopped or timed out, and nothing of the others', async () => {
    const { call, settle, clock, list } = await homeWithFour();
    const timed = CALLBACK.replace('type: flow', 'type: flow\ntimeoutSeconds: 5');
    await call('UpdateFlow', { Name: 'f', Definition: timed });
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'c' });
    await call('StopExecution', { FlowName: 'f', ExecutionName: 'b1', Error: 'Wrong', Cause: 'a slip' });
    await settle();
    await clock.advanceBy(6_000);
    await settle();
    const told = (await list()).Executions.map((e) => [
      e.Name,
      e.Status,
      e.ErrorCode,
      e.ErrorMessage,
      e.ErrorStep,
    ]);
    expect(told).toEqual([
      ['c', 'TimedOut', 'FnF.Timeout', 'The execution did not end within 5 seconds', 'ask'],
      ['b2', 'Stopped', '', '', 'ask'],
      ['b1', 'Stopped', 'Wrong', 'a slip', 'ask'],
      ['a2', 'Stopped', '', '', 'ask'],
      ['a1', 'Running', '', '', ''],
    ]);
  });

  test('answers those of all flows in one list, each with its own definition, unless their flow is gone', async () => {
    const { call, settle, clock } = await homeWithFour();
    const all = async (conditions: Partial<RequestOf<'ListExecutions'>> = {}) => {
      const { Executions } = await call('ListExecutions', conditions);
      return Executions.map(({ FlowName, Name, FlowDefinition }) => [FlowName, Name, FlowDefinition]);
    };
    for (const Name of ['g', 'h']) {
      await call('CreateFlow', { Name, Definition: ECHO, Description: '', Type: 'FDL' });
      await call('StartExecution', { FlowName: Name, ExecutionName: 'e' });
      await clock.advanceBy(1_000);
    }
    await call('DeleteFlow', { Name: 'h' });
    await settle();
    const first = await call('ListExecutions', { Limit: 2 });
    const second = await call('ListExecutions', { Limit: 99, NextToken: String(first.NextToken) });
    expect([first, second].map(({ Executions }) => Executions.map(({ Name }) => Name))).toEqual([
      ['e', 'b2'],
      ['b1', 'a2', 'a1'],
    ]);
    expect(await all({ Status: 'Succeeded' })).toEqual([['g', 'e', ECHO]]);
    expect(await all({ Status: 'Running' })).toEqual([
      ['f', 'b1', CALLBACK],
      ['f', 'a1', CALLBACK],
    ]);
  });

  test('answers those that ended with an error', async () => {
    const { call, names, settle } = await homeWithFour();
    await call('StopExecution', { FlowName: 'f', ExecutionName: 'b1', Error: 'Wrong' });
    await settle();
    expect(await names({ ErrorCode: 'Wrong' })).toEqual(['b1']);
    expect(await names({ ErrorCode: 'Wrong', Status: 'Failed' })).toEqual([]);
  });

  test('shows every execution with the definition it started with', async () => {
    const { call, list } = await homeWithFour();
    await call('UpdateFlow', { Name: 'f', Definition: ECHO });
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'c' });
    const definitions = (await list()).Executions.map(({ FlowDefinition }) => FlowDefinition);
    expect(definitions).toEqual([ECHO, CALLBACK, CALLBACK, CALLBACK, CALLBACK]);
  });

  test('refuses a token that is none, and a flow that does not exist', async () => {
    const { fail } = await homeWithFour();
    expect(await fail('ListExecutions', { FlowName: 'f', NextToken: 'x' })).toMatchObject({
      Code: 'InvalidArgument',
    });
    expect(await fail('ListExecutions', { FlowName: 'g' })).toMatchObject({ Code: 'FlowNotExists' });
  });
});
