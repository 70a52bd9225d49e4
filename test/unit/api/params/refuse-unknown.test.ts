import { describe, expect, test } from 'vitest';
import { OPERATION_NAMES, operations } from '../../../../src/api/operations.ts';
import { refuseUnknown } from '../../../../src/api/params/refuse-unknown.ts';
import type { JsonValue } from '../../../../src/common/json.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

function messageOf(operation: keyof typeof operations, given: Readonly<Record<string, JsonValue>>): string {
  try {
    refuseUnknown(operation, operations[operation].params, new Map(Object.entries(given)));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'taken';
}

describe('a parameter that an operation does not have', () => {
  test.each<[keyof typeof operations, string, string]>([
    ['StartSyncExecution', 'Inptu', 'Did you mean "Input"?'],
    ['StartExecution', 'input', 'Did you mean "Input"?'],
    ['StartExecution', 'ExecutionNmae', 'Did you mean "ExecutionName"?'],
    ['ListExecutions', 'status', 'Did you mean "Status"?'],
    ['ListExecutions', 'StartTimeBegin', 'Did you mean "StartedTimeBegin"?'],
    ['UpdateSchedule', 'Enabled', 'Did you mean "Enable"?'],
    ['ListFlows', 'requestId', 'Did you mean "RequestId"?'],
  ])('%s %s is refused with the nearest name', (operation, name, advice) => {
    expect(messageOf(operation, { FlowName: 'f', [name]: 'x' })).toContain(
      `Parameter "${name}" is not known to ${operation}. ${advice}`,
    );
  });

  test('that is like none is refused with those that there are', () => {
    expect(messageOf('DescribeFlow', { Name: 'f', Colour: 1 })).toBe(
      'Parameter "Colour" is not known to DescribeFlow. Known are Name, FlowVersion, RequestId',
    );
  });

  test('is told with others, of many the first three, and long names are cut', () => {
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`x${at}`.repeat(200), at]));
    const message = messageOf('DescribeFlow', many);
    expect(message.match(/is not known to/g)).toHaveLength(3);
    expect(message).toContain('So are 1997 more.');
    expect(message.length).toBeLessThan(500);
  });

  test.each(['__proto__', 'constructor', 'toString'])('is refused when it is named %s', (name) => {
    expect(messageOf('ListFlows', JSON.parse(`{"${name}":{"a":1}}`))).toContain(`"${name}" is not known`);
  });
});

describe('over HTTP', () => {
  const json = (path: string, body: object) => ({
    method: 'POST',
    path,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  test.each(OPERATION_NAMES)(
    '%s refuses an unknown parameter in the JSON binding only',
    async (operation) => {
      const { api } = openApiHome();
      const asJson = await api(json(`/${operation}`, { Xyz: '1', RequestId: 'r-1' }));
      expect(asJson.status).toBe(400);
      expect(JSON.parse(asJson.body)).toMatchObject({
        Code: 'InvalidArgument',
        RequestId: 'r-1',
        Message: expect.stringContaining('Parameter "Xyz" is not known'),
      });
      const query = `Action=${operation}&Version=2019-03-15&Xyz=1`;
      const asRpc = await api({ method: 'GET', path: '/', query, headers: {}, body: '' });
      expect(asRpc.body).not.toContain('Xyz');
    },
  );
});
