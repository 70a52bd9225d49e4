import { expect, test } from 'vitest';
import type { LogLine } from '../../../../src/ports/execution-logs.ts';
import { MemoryExecutionLogs } from '../../../../src/testing/memory/execution-logs.ts';
import { TWO_PASSES } from '../../../helpers/api-flows.ts';
import { HOME_START, openApiHome } from '../../../helpers/api-home.ts';

function line(text: string, more: Partial<LogLine> = {}): LogLine {
  return {
    at: HOME_START,
    level: 'Info',
    stream: 'stdout',
    stepName: 'pay',
    entry: 2,
    attempt: 1,
    text,
    ...more,
  };
}

const KEY = { FlowName: 'f', ExecutionName: 'e' };

async function homeWith(lines: readonly LogLine[]) {
  const home = openApiHome();
  await home.call('CreateFlow', { Name: 'f', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
  await home.call('StartExecution', KEY);
  const flow = await home.services.flows.readFlow('f');
  const { logs } = home.services;
  if (logs instanceof MemoryExecutionLogs) await logs.append({ flowId: flow?.id ?? '', name: 'e' }, lines);
  return home;
}

test('Lines come with step, attempt, level and stream; pages and later lines by tokens', async () => {
  const { call } = await homeWith([
    line('one'),
    line('two', { level: 'Error', stream: 'stderr' }),
    line('three'),
  ]);
  const first = await call('GetExecutionLogs', { ...KEY, Limit: 2 });
  expect(first.Lines).toEqual([
    {
      LineId: '1',
      Time: new Date(HOME_START).toISOString(),
      Level: 'Info',
      Stream: 'stdout',
      StepName: 'pay',
      StepEventId: 2,
      RetryCount: 1,
      Text: 'one',
    },
    expect.objectContaining({ LineId: '2', Level: 'Error', Stream: 'stderr', Text: 'two' }),
  ]);
  const rest = await call('GetExecutionLogs', { ...KEY, NextToken: first.NextToken ?? '' });
  expect(rest.Lines.map(({ Text }) => Text)).toEqual(['three']);
  expect(rest.NextToken).toBeUndefined();
  expect(await call('GetExecutionLogs', { ...KEY, NextToken: rest.FollowToken ?? '' })).toMatchObject({
    Lines: [],
  });
});

test('Filters hold together', async () => {
  const { call } = await homeWith([
    line('ok'),
    line('Declined', { level: 'Error', stepName: 'charge', entry: 5 }),
    line('declined', { level: 'Warn', at: HOME_START - 1 }),
  ]);
  const texts = async (more: object) =>
    (await call('GetExecutionLogs', { ...KEY, ...more })).Lines.map(({ Text }) => Text);
  expect(await texts({ Search: 'DECLINED' })).toEqual(['Declined', 'declined']);
  expect(await texts({ Search: 'DECLINED', Since: new Date(HOME_START).toISOString() })).toEqual([
    'Declined',
  ]);
  expect(await texts({ Level: 'Warn', StepName: 'pay' })).toEqual(['declined']);
  expect(await texts({ StepEventId: 5 })).toEqual(['Declined']);
});

test('A page of large lines ends early', async () => {
  const { call } = await homeWith(Array.from({ length: 3 }, () => line('\u0001'.repeat(300_000))));
  const { Lines, NextToken } = await call('GetExecutionLogs', KEY);
  expect(Lines).toHaveLength(2);
  expect((await call('GetExecutionLogs', { ...KEY, NextToken: NextToken ?? '' })).Lines).toHaveLength(1);
});

test('What is not there, a foreign token, and a level of another name are refused', async () => {
  const { fail } = await homeWith([]);
  expect(await fail('GetExecutionLogs', { ...KEY, ExecutionName: 'x' })).toMatchObject({
    Code: 'ExecutionNotExists',
  });
  expect(await fail('GetExecutionLogs', { ...KEY, NextToken: 'abc' })).toMatchObject({
    Code: 'InvalidArgument',
  });
  expect((await fail('GetExecutionLogs', { ...KEY, Level: 'Loud' })).Message).toContain(
    'Debug, Info, Warn, Error',
  );
});
