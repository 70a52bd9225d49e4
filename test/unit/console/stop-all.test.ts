import { expect, test } from 'vitest';
import { ApiError } from '../../../console/src/api/api-error.ts';
import type { CallApi } from '../../../console/src/api/call-api.ts';
import { stopAll } from '../../../console/src/pages/executions/stop-all.ts';

test('executions are stopped for the same reason, and one that cannot be does not hold up the others', async () => {
  const requests: object[] = [];
  const refused = new ApiError('ExecutionNotExists', 'gone');
  const callApi = (async (_operation: string, request: { ExecutionName: string }) => {
    requests.push(request);
    if (request.ExecutionName === 'b') throw refused;
    return {};
  }) as unknown as CallApi;
  const executions = ['a', 'b', 'c'].map((name) => ({ flowName: 'f', name }));
  const outcomes = new Map<string, unknown>();
  await stopAll(callApi, executions, { Error: 'E' }, ({ name }, outcome) => outcomes.set(name, outcome));
  expect(Object.fromEntries(outcomes)).toEqual({ a: 'stopped', b: refused, c: 'stopped' });
  expect(requests).toContainEqual({ FlowName: 'f', ExecutionName: 'c', Error: 'E' });
});
