import type { OperationName } from './contract.ts';
import { createFlow } from './create-flow.ts';
import { createSchedule } from './create-schedule.ts';
import { deleteFlow } from './delete-flow.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { describeExecution } from './describe-execution.ts';
import { describeFlow } from './describe-flow.ts';
import { describeSchedule } from './describe-schedule.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import { listExecutions } from './list-executions.ts';
import { listFlows } from './list-flows.ts';
import { listOpenTasks } from './list-open-tasks.ts';
import { listSchedules } from './list-schedules.ts';
import type { Operation } from './operation.ts';
import { reportTaskFailed } from './report-task-failed.ts';
import { reportTaskSucceeded } from './report-task-succeeded.ts';
import { startExecution } from './start-execution.ts';
import { startSyncExecution } from './start-sync-execution.ts';
import { stopExecution } from './stop-execution.ts';
import { updateFlow } from './update-flow.ts';
import { updateSchedule } from './update-schedule.ts';

/** Everything the API can do, by public name. */
export const operations: { readonly [N in OperationName]: Operation<N> } = {
  CreateFlow: createFlow,
  UpdateFlow: updateFlow,
  DescribeFlow: describeFlow,
  ListFlows: listFlows,
  DeleteFlow: deleteFlow,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  ListOpenTasks: listOpenTasks,
  ReportTaskSucceeded: reportTaskSucceeded,
  ReportTaskFailed: reportTaskFailed,
  CreateSchedule: createSchedule,
  UpdateSchedule: updateSchedule,
  DescribeSchedule: describeSchedule,
  ListSchedules: listSchedules,
  DeleteSchedule: deleteSchedule,
};
