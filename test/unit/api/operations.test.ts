import { describe, expect, test } from 'vitest';
import type { OperationName } from '../../../src/api/contract.ts';
import { OPERATION_NAMES, operations } from '../../../src/api/operations.ts';
import { TWO_PASSES } from '../../helpers/api-flows.ts';
import { openApiHome } from '../../helpers/api-home.ts';

/** A good value of every parameter. */
const GOOD: Readonly<Record<string, string>> = {
  MessageId: 'm',
  Name: 'absent',
  FlowName: 'absent',
  ExecutionName: 'absent',
  ScheduleName: 'absent',
  Definition: TWO_PASSES,
  Description: '',
  Type: 'FDL',
  RoleArn: '',
  ExternalStorageLocation: '',
  Limit: '1',
  IdleSeconds: '60',
  NextToken: '1',
  Input: '{}',
  Output: '{}',
  Payload: '{}',
  CallbackFnFTaskToken: 'x',
  TaskToken: 'x',
  Error: 'E',
  Cause: 'C',
  WaitTimeSeconds: '0',
  Status: 'Running',
  ExecutionNamePrefix: 'a',
  StartedTimeBegin: '2024-01-01T00:00:00Z',
  StartedTimeEnd: '2024-01-01T00:00:00Z',
  FromStep: 'a',
  FromEventId: '1',
  EventId: '1',
  Field: 'Input',
  Patch: '{}',
  DryRun: 'true',
  CronExpression: '@every 1m',
  Enable: 'true',
  OverlapPolicy: 'Skip',
  StartTime: '2023-12-01T00:00:00Z',
  EndTime: '2023-12-01T00:10:00Z',
  JitterSeconds: '5',
  CatchUpSeconds: '60',
  ExecutionMode: 'Express',
  Environment: '{"Variables":[]}',
  ResourceGroupId: 'rg',
  MetadataOnly: 'True',
  WithCounts: 'True',
  AcceptLanguage: 'zh-CN',
  MapRunName: 'e:map-2-0',
  Concurrency: '5',
  ToleratedFailedCount: '0',
  ToleratedFailedPercentage: '0.5',
  FlowVersion: '1',
  Qualifier: 'live',
  RoutingConfigurations: '[{"Version":"1","Weight":100}]',
};

const NAMES = ['1', 'a b', 'a.b', 'é', 'x'.repeat(129), '../x', "'; --", '\u0000'];
const OBJECTS = ['[]', '1', 'null', '{', '"{}"', `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`];
const TIMES = ['now', '2024-01-01', '2024-13-01T00:00:00Z', '2024-01-01T00:00:00', '1704067200'];

/** Bad values of every parameter. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  Name: ['', ...NAMES],
  FlowName: ['', ...NAMES],
  ExecutionName: NAMES,
  NewExecutionName: NAMES,
  ScheduleName: ['', ...NAMES],
  Definition: ['', 'steps: []', '{'],
  FromStep: ['x'.repeat(4_097)],
  FromEventId: ['0', '-1', '1.5', 'x'],
  EventId: ['0', '-1', '1.5', 'x'],
  Field: ['', 'input', 'Payload'],
  Patch: OBJECTS,
  DryRun: ['maybe', '1'],
  Description: ['x'.repeat(4_097)],
  Detail: ['', 'x'.repeat(801)],
  Type: ['fdl', 'Express'],
  RoleArn: ['x'.repeat(4_097)],
  ExternalStorageLocation: ['x'.repeat(4_097)],
  StepName: NAMES,
  StepEventId: ['0', '-1', '1.5', 'x'],
  Level: ['warn', 'Loud'],
  Since: ['yesterday', '2024-01-31'],
  Search: ['x'.repeat(257)],
  IdleSeconds: ['-1', '1.5', '1h', '2592001'],
  Limit: ['0', '-1', '1.0', 'ten', '1e2', '1'.repeat(41)],
  NextToken: ['x'.repeat(4_097)],
  Input: OBJECTS,
  Output: ['', ...OBJECTS],
  Payload: OBJECTS,
  CallbackFnFTaskToken: ['x', 'x'.repeat(4_097)],
  TaskToken: ['', 'x', 'x'.repeat(4_097)],
  Error: ['x'.repeat(129)],
  Labels: ['[1]', '{"a":{}}', '{'],
  LabelMappings: ['[1]', '{"a":1}', '{"a":"$local.x"}'],
  OnFailure: ['1rescue', 'a b'],
  FlowVersion: ['0', '01', 'live', '1'.repeat(10)],
  Qualifier: ['0', '01', 'a.b', '1'.repeat(10)],
  RoutingConfigurations: ['[]', '{', '[{"Version":"1","Weight":101}]'],
  Label: ['x', '=y', 'a=', 'a b=c'],
  ErrorCode: ['x'.repeat(129)],
  Cause: ['x'.repeat(4_097)],
  WaitTimeSeconds: ['-1', '61', '0.5', 'forever'],
  Status: ['running', 'Done'],
  ExecutionNamePrefix: ['x'.repeat(129)],
  StartedTimeBegin: TIMES,
  StartedTimeEnd: TIMES,
  MessageId: ['x'.repeat(129), 'none'],
  CronExpression: ['* * * * *', '@every 1s', 'x'.repeat(257)],
  Enable: ['1', 'yes', 'truee'],
  OverlapPolicy: ['skip', 'Sometimes'],
  StartTime: TIMES,
  EndTime: TIMES,
  JitterSeconds: ['-1', '0.5', '601'],
  CatchUpSeconds: ['-1', '0.5', '86401'],
  PauseReason: ['x'.repeat(4_097)],
  ExecutionMode: ['express', 'Fast'],
  Environment: ['[]', '1', '{', '{"Variables":1}', '{"Variables":[{}]}'],
  ResourceGroupId: ['x'.repeat(4_097)],
  MetadataOnly: ['1', 'yes'],
  WithCounts: ['1', 'yes'],
  AcceptLanguage: ['x'.repeat(4_097)],
  MapRunName: ['e', 'e:map-2', 'e:batch-1', 'e:map-2-0:batch-1', ':map-2-0'],
  Concurrency: ['0', '1001', '1.5'],
  ToleratedFailedCount: ['-1', '1.5'],
  ToleratedFailedPercentage: ['-1', '100.1', '1e1'],
};

const parameters = OPERATION_NAMES.flatMap((operation) =>
  Object.entries(operations[operation].params).map(([name, { isRequired }]) => ({
    operation,
    name,
    isRequired,
  })),
);

function goodRequest(operation: OperationName): Record<string, string> {
  const names = Object.keys(operations[operation].params).filter((name) => name !== 'CallbackFnFTaskToken');
  return Object.fromEntries(names.map((name) => [name, GOOD[name] ?? '']));
}

/** Sends through the RPC protocol. */
async function code(operation: OperationName, params: Readonly<Record<string, string>>): Promise<string> {
  const { api, logged } = openApiHome();
  const body = new URLSearchParams({ Action: operation, Version: '2019-03-15', ...params }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await api({ method: 'POST', path: '/', query: '', headers, body });
  expect(logged).toEqual([]);
  return JSON.parse(response.body).Code ?? 'none';
}

describe('every parameter of every operation', () => {
  test.each(parameters)('$operation, bad $name: InvalidArgument', async ({ operation, name }) => {
    const values = BAD[name] ?? [];
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      const request = { ...goodRequest(operation), [name]: value };
      expect([value, await code(operation, request)]).toEqual([value, 'InvalidArgument']);
    }
  });

  test.each(parameters.filter(({ isRequired }) => isRequired))(
    '$operation without $name: MissingRequiredParams',
    async ({ operation, name }) => {
      const { [name]: _left, ...request } = goodRequest(operation);
      expect(await code(operation, request)).toBe('MissingRequiredParams');
    },
  );
});

describe('every operation', () => {
  const expected: Partial<Record<OperationName, string>> = {
    CreateFlow: 'none',
    ListFlows: 'InvalidArgument',
    ReportTaskSucceeded: 'InvalidArgument',
    ReportTaskFailed: 'InvalidArgument',
    ReportTaskHeartbeat: 'InvalidArgument',
    ListMessages: 'InvalidArgument',
    ListFunctions: 'InvalidArgument',
    DeleteMessage: 'none',
    ResumeServer: 'none',
    BackUpData: 'PreconditionFailed',
    DescribeRegions: 'none',
  };

  test.each(OPERATION_NAMES)('%s checks its parameters first, then looks for the flow', async (operation) => {
    expect(await code(operation, goodRequest(operation))).toBe(expected[operation] ?? 'FlowNotExists');
  });
});
