import { describe, expect, test } from 'vitest';
import type { CallApi } from '../../../../console/src/api/call-api.ts';
import { type KnownExecution, readOn } from '../../../../console/src/pages/execution/read-execution.ts';
import { CALLBACK } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };

async function open() {
  const home = openApiHome({});
  await home.call('CreateFlow', { Name: 'f', Definition: CALLBACK, Description: '', Type: 'FDL' });
  await home.call('StartExecution', KEY);
  await home.settle();
  const calls: string[] = [];
  const callApi: CallApi = (operation, request) => {
    calls.push('NextToken' in request ? `${operation} ${request.NextToken}` : operation);
    return home.call(operation, request);
  };
  const read = (known?: KnownExecution) =>
    readOn(callApi, KEY, known, () => undefined, new AbortController().signal);
  return { ...home, calls, read };
}

describe('reading an execution', () => {
  test('begins with the execution and its first event, and goes on behind the last known event', async () => {
    const { calls, read } = await open();
    const known = await read();
    expect(known).toMatchObject({ isComplete: true, execution: { Status: 'Running' } });
    const last = known.model.lastEventId;
    expect(last).toBeGreaterThan(1);
    expect((await read(known)).model).toBe(known.model);
    expect(calls).toEqual(['DescribeExecution', 'GetExecutionHistory 1', `GetExecutionHistory ${last + 1}`]);
  });

  test('reads the execution again once its history has ended', async () => {
    const { call, calls, settle, targets, read } = await open();
    const known = await read();
    const { token } = JSON.parse(targets.takeSent()[0]?.body ?? '{}');
    await call('ReportTaskSucceeded', { TaskToken: token, Output: '{"b":2}' });
    await settle();
    const ended = await read(known);
    expect(ended.execution).toMatchObject({ Status: 'Succeeded' });
    expect(ended.model.status).toBe('Succeeded');
    expect(calls.at(-1)).toBe('DescribeExecution');
    await read(ended);
    expect(calls.filter((name) => name === 'DescribeExecution').length).toBe(2);
  });
});
