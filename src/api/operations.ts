import type { OperationName } from './contract.ts';
import type { Operation } from './operation.ts';
import { backUpData } from './operations/back-up-data.ts';
import { backfillSchedule } from './operations/backfill-schedule.ts';
import { createFlow } from './operations/create-flow.ts';
import { createSchedule } from './operations/create-schedule.ts';
import { deleteFlow } from './operations/delete-flow.ts';
import { deleteFlowVersion } from './operations/delete-flow-version.ts';
import { deleteMessage } from './operations/delete-message.ts';
import { deleteSchedule } from './operations/delete-schedule.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { describeFlow } from './operations/describe-flow.ts';
import { describeMapRun } from './operations/describe-map-run.ts';
import { describeRegions } from './operations/describe-regions.ts';
import { describeSchedule } from './operations/describe-schedule.ts';
import {
  createFlowAlias,
  deleteFlowAlias,
  describeFlowAlias,
  listFlowAliases,
  updateFlowAlias,
} from './operations/flow-aliases.ts';
import { forkExecution } from './operations/fork-execution.ts';
import { getExecutionData } from './operations/get-execution-data.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { getExecutionLogs } from './operations/get-execution-logs.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listFlowVersions } from './operations/list-flow-versions.ts';
import { listFlows } from './operations/list-flows.ts';
import { listFunctions } from './operations/list-functions.ts';
import { listMessages } from './operations/list-messages.ts';
import { listOpenTasks } from './operations/list-open-tasks.ts';
import { listScheduleRuns } from './operations/list-schedule-runs.ts';
import { listSchedules } from './operations/list-schedules.ts';
import { listStalledExecutions } from './operations/list-stalled-executions.ts';
import { publishFlowVersion } from './operations/publish-flow-version.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { reportTaskFailed } from './operations/report-task-failed.ts';
import { reportTaskHeartbeat } from './operations/report-task-heartbeat.ts';
import { reportTaskSucceeded } from './operations/report-task-succeeded.ts';
import { resumeExecution } from './operations/resume-execution.ts';
import { resumeServer } from './operations/resume-server.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { triggerSchedule } from './operations/trigger-schedule.ts';
import { updateFlow } from './operations/update-flow.ts';
import { updateMapRun } from './operations/update-map-run.ts';
import { updateSchedule } from './operations/update-schedule.ts';

/** Everything the API can do, by public name. */
export const operations: { readonly [N in OperationName]: Operation<N> } = {
  CreateFlow: createFlow,
  UpdateFlow: updateFlow,
  DescribeFlow: describeFlow,
  ListFlows: listFlows,
  DeleteFlow: deleteFlow,
  PublishFlowVersion: publishFlowVersion,
  ListFlowVersions: listFlowVersions,
  DeleteFlowVersion: deleteFlowVersion,
  CreateFlowAlias: createFlowAlias,
  UpdateFlowAlias: updateFlowAlias,
  DescribeFlowAlias: describeFlowAlias,
  ListFlowAliases: listFlowAliases,
  DeleteFlowAlias: deleteFlowAlias,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
  ForkExecution: forkExecution,
  RedriveExecution: redriveExecution,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  GetExecutionLogs: getExecutionLogs,
  GetExecutionData: getExecutionData,
  DescribeMapRun: describeMapRun,
  UpdateMapRun: updateMapRun,
  ListOpenTasks: listOpenTasks,
  ListStalledExecutions: listStalledExecutions,
  ResumeExecution: resumeExecution,
  ReportTaskSucceeded: reportTaskSucceeded,
  ReportTaskFailed: reportTaskFailed,
  ReportTaskHeartbeat: reportTaskHeartbeat,
  CreateSchedule: createSchedule,
  UpdateSchedule: updateSchedule,
  DescribeSchedule: describeSchedule,
  ListSchedules: listSchedules,
  DeleteSchedule: deleteSchedule,
  TriggerSchedule: triggerSchedule,
  BackfillSchedule: backfillSchedule,
  ListScheduleRuns: listScheduleRuns,
  ListFunctions: listFunctions,
  DescribeRegions: describeRegions,
  ListMessages: listMessages,
  DeleteMessage: deleteMessage,
  ResumeServer: resumeServer,
  BackUpData: backUpData,
};

/** Every operation, in the order of the table. */
export const OPERATION_NAMES = Object.keys(operations) as readonly OperationName[];
