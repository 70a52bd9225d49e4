import type { OperationName } from '../../src/api/contract.ts';

/** A request as a caller sends it. */
export interface ExampleRequest {
  readonly operation: OperationName;
  readonly request: Readonly<Record<string, unknown>>;
}

const ORDERS = `version: v1
type: flow
steps:
  - type: task
    name: approve
    resourceArn: acs:mns:::/queues/approvals/messages
    pattern: waitForCallback
    heartbeatSeconds: 600
    serviceParams: {MessageBody: $}
    inputMappings:
      - target: token
        source: $context.task.token
`;

/** Stands for the token of a task that waits: `ListOpenTasks` tells those there are. */
export const TOKEN = 'the token of a waiting task';

/** Stands for the id of a message: `ListMessages` tells those there are. */
export const MESSAGE = 'the id of a message';

/**
 * One request of every operation, in an order in which each can be carried out. The embedded home has no message to delete, and is not
 * paused.
 */
export const EXAMPLES: readonly ExampleRequest[] = [
  {
    operation: 'CreateFlow',
    request: { Name: 'orders', Type: 'FDL', Description: 'approves orders', Definition: ORDERS },
  },
  {
    operation: 'UpdateFlow',
    request: { Name: 'orders', LabelMappings: { order: '$input.id' }, OnFailure: 'rescue' },
  },
  { operation: 'DescribeFlow', request: { Name: 'orders' } },
  { operation: 'ListFlows', request: { Limit: 10 } },
  { operation: 'PublishFlowVersion', request: { FlowName: 'orders', Description: 'first' } },
  { operation: 'ListFlowVersions', request: { FlowName: 'orders' } },
  {
    operation: 'CreateFlowAlias',
    request: { FlowName: 'orders', Name: 'live', RoutingConfigurations: [{ Version: '1', Weight: 100 }] },
  },
  {
    operation: 'UpdateFlowAlias',
    request: { FlowName: 'orders', Name: 'live', Description: 'for customers' },
  },
  { operation: 'DescribeFlowAlias', request: { FlowName: 'orders', Name: 'live' } },
  { operation: 'ListFlowAliases', request: { FlowName: 'orders' } },
  {
    operation: 'StartExecution',
    request: { FlowName: 'orders', Qualifier: 'live', ExecutionName: 'order-1', Input: { id: 'A-1', n: 1 } },
  },
  {
    operation: 'DescribeExecution',
    request: { FlowName: 'orders', ExecutionName: 'order-1', WaitTimeSeconds: 1 },
  },
  { operation: 'ListExecutions', request: { FlowName: 'orders', Status: 'Running', MetadataOnly: true } },
  {
    operation: 'GetExecutionHistory',
    request: { FlowName: 'orders', ExecutionName: 'order-1', Limit: 100 },
  },
  {
    operation: 'GetExecutionLogs',
    request: { FlowName: 'orders', ExecutionName: 'order-1', Level: 'Warn', Search: 'refused', Limit: 100 },
  },
  {
    operation: 'GetExecutionData',
    request: { FlowName: 'orders', ExecutionName: 'order-1', Field: 'Input' },
  },
  {
    operation: 'DescribeMapRun',
    request: { FlowName: 'imports', ExecutionName: 'import-1', MapRunName: 'import-1:map-2-0' },
  },
  {
    operation: 'UpdateMapRun',
    request: {
      FlowName: 'imports',
      ExecutionName: 'import-1',
      MapRunName: 'import-1:map-2-0',
      Concurrency: 20,
    },
  },
  { operation: 'ListOpenTasks', request: { FlowName: 'orders' } },
  { operation: 'ListStalledExecutions', request: { FlowName: 'orders', IdleSeconds: 3600 } },
  { operation: 'ResumeExecution', request: { FlowName: 'orders', ExecutionName: 'order-1' } },
  { operation: 'ReportTaskHeartbeat', request: { TaskToken: TOKEN, Detail: '3 of 9 pages' } },
  { operation: 'ReportTaskFailed', request: { TaskToken: TOKEN, Error: 'Refused', Cause: 'too much' } },
  {
    operation: 'RedriveExecution',
    request: { FlowName: 'orders', ExecutionName: 'order-1', Patch: { n: 2 }, DryRun: true },
  },
  {
    operation: 'ForkExecution',
    request: { FlowName: 'orders', ExecutionName: 'order-1', NewExecutionName: 'order-1b', DryRun: true },
  },
  { operation: 'StopExecution', request: { FlowName: 'orders', ExecutionName: 'order-1' } },
  { operation: 'ReportTaskSucceeded', request: { TaskToken: TOKEN, Output: { approved: true } } },
  {
    operation: 'StartSyncExecution',
    request: { FlowName: 'hello', Input: { name: 'Ada' } },
  },
  {
    operation: 'CreateSchedule',
    request: {
      FlowName: 'orders',
      ScheduleName: 'nightly',
      CronExpression: '0 0 2 * * *',
      Payload: { id: 'night' },
    },
  },
  {
    operation: 'UpdateSchedule',
    request: { FlowName: 'orders', ScheduleName: 'nightly', Enable: false },
  },
  { operation: 'DescribeSchedule', request: { FlowName: 'orders', ScheduleName: 'nightly' } },
  { operation: 'ListSchedules', request: { FlowName: 'orders' } },
  { operation: 'TriggerSchedule', request: { FlowName: 'orders', ScheduleName: 'nightly' } },
  {
    operation: 'BackfillSchedule',
    request: {
      FlowName: 'orders',
      ScheduleName: 'nightly',
      StartTime: '2026-11-01T00:00:00Z',
      EndTime: '2026-11-03T00:00:00Z',
      DryRun: true,
    },
  },
  { operation: 'ListScheduleRuns', request: { FlowName: 'orders', ScheduleName: 'nightly', Limit: 5 } },
  { operation: 'DeleteSchedule', request: { FlowName: 'orders', ScheduleName: 'nightly' } },
  { operation: 'ListFunctions', request: { Limit: 10 } },
  { operation: 'DescribeRegions', request: {} },
  { operation: 'ListMessages', request: {} },
  { operation: 'DeleteMessage', request: { MessageId: MESSAGE } },
  { operation: 'ResumeServer', request: {} },
  { operation: 'BackUpData', request: {} },
  { operation: 'DeleteFlowAlias', request: { FlowName: 'orders', Name: 'live' } },
  { operation: 'DeleteFlowVersion', request: { FlowName: 'orders', FlowVersion: '1' } },
  { operation: 'DeleteFlow', request: { Name: 'orders' } },
];
