import type {
  EmptyResponse,
  ExecutionKey,
  ExecutionStatus,
  ListRequest,
  PageResponse,
} from './contract/common.ts';
import type {
  DescribeRegionsRequest,
  DescribeRegionsResponse,
  ExecutionEnvironment,
  ListFunctionsResponse,
} from './contract/deployment.ts';
import type {
  CreateFlowRequest,
  DescribeFlowRequest,
  FlowKey,
  FlowResponse,
  ListFlowsRequest,
  ListFlowsResponse,
  UpdateFlowRequest,
} from './contract/flows.ts';
import type {
  GetExecutionDataRequest,
  GetExecutionDataResponse,
  GetExecutionHistoryRequest,
  GetExecutionHistoryResponse,
} from './contract/history.ts';
import type { GetExecutionLogsRequest, GetExecutionLogsResponse } from './contract/logs.ts';
import type {
  DescribeMapRunResponse,
  MapRunKey,
  UpdateMapRunRequest,
  UpdateMapRunResponse,
} from './contract/map-runs.ts';
import type {
  BackUpDataResponse,
  DeleteMessageRequest,
  ListMessagesResponse,
  ResumeServerResponse,
} from './contract/operators.ts';
import type {
  ForkExecutionRequest,
  ForkExecutionResponse,
  ForkView,
  GoOnRequest,
  RedriveExecutionResponse,
  RedriveView,
} from './contract/repair.ts';
import type {
  BackfillScheduleRequest,
  BackfillScheduleResponse,
  CreateScheduleRequest,
  ListScheduleRunsRequest,
  ListScheduleRunsResponse,
  ListSchedulesRequest,
  ListSchedulesResponse,
  ScheduleKey,
  ScheduleResponse,
  TriggerScheduleResponse,
  UpdateScheduleRequest,
} from './contract/schedules.ts';
import type {
  ListOpenTasksRequest,
  ListOpenTasksResponse,
  ListStalledExecutionsRequest,
  ListStalledExecutionsResponse,
  ReportTaskFailedRequest,
  ReportTaskHeartbeatRequest,
  ReportTaskHeartbeatResponse,
  ReportTaskResponse,
  ReportTaskSucceededRequest,
  ResumeExecutionResponse,
} from './contract/tasks.ts';
import type {
  CreateFlowAliasRequest,
  CreateFlowAliasResponse,
  FlowAliasKey,
  FlowAliasResponse,
  FlowVersionKey,
  FlowVersionResponse,
  ListFlowAliasesResponse,
  ListFlowVersionsResponse,
  ListOfFlowRequest,
  PublishFlowVersionRequest,
  UpdateFlowAliasRequest,
} from './contract/versions.ts';

export { LOG_LEVELS } from '../ports/execution-logs.ts';
export type { EmptyResponse, ExecutionStatus } from './contract/common.ts';
export type { Environment, ExecutionEnvironment, FunctionView } from './contract/deployment.ts';
export type { FlowCountsView, FlowSourceView, FlowView, ListFlowsRequest } from './contract/flows.ts';
export type { EventView } from './contract/history.ts';
export type { LogLineView } from './contract/logs.ts';
export type { MessageView } from './contract/operators.ts';
export type { GoOnView, StepEntryView } from './contract/repair.ts';
export type { OverlapPolicyName, ScheduleRunView, ScheduleView } from './contract/schedules.ts';
export type { OpenTaskView, StalledExecutionView } from './contract/tasks.ts';
export type { FlowAliasView, FlowVersionView, RouteView } from './contract/versions.ts';

/**
 * Requests and responses of every operation, for callers: the command line and the console.
 *
 * Times are RFC 3339 in UTC with milliseconds; texts that are not set are `""`; JSON travels as text inside JSON.
 */
export interface Contract {
  CreateFlow: { request: CreateFlowRequest; response: FlowResponse };
  UpdateFlow: { request: UpdateFlowRequest; response: FlowResponse };
  DescribeFlow: { request: DescribeFlowRequest; response: FlowResponse };
  ListFlows: { request: ListFlowsRequest; response: ListFlowsResponse };
  DeleteFlow: { request: FlowKey; response: EmptyResponse };
  PublishFlowVersion: { request: PublishFlowVersionRequest; response: FlowVersionResponse };
  ListFlowVersions: { request: ListOfFlowRequest; response: ListFlowVersionsResponse };
  DeleteFlowVersion: { request: FlowVersionKey; response: EmptyResponse };
  CreateFlowAlias: { request: CreateFlowAliasRequest; response: CreateFlowAliasResponse };
  UpdateFlowAlias: { request: UpdateFlowAliasRequest; response: FlowAliasResponse };
  DescribeFlowAlias: { request: FlowAliasKey; response: FlowAliasResponse };
  ListFlowAliases: { request: ListOfFlowRequest; response: ListFlowAliasesResponse };
  DeleteFlowAlias: { request: FlowAliasKey; response: EmptyResponse };
  StartExecution: { request: StartExecutionRequest; response: ExecutionResponse };
  StartSyncExecution: { request: StartSyncExecutionRequest; response: StartSyncExecutionResponse };
  StopExecution: { request: StopExecutionRequest; response: StopExecutionResponse };
  ForkExecution: { request: ForkExecutionRequest; response: ForkExecutionResponse };
  RedriveExecution: { request: GoOnRequest; response: RedriveExecutionResponse };
  DescribeExecution: { request: DescribeExecutionRequest; response: DescribeExecutionResponse };
  ListExecutions: { request: ListExecutionsRequest; response: ListExecutionsResponse };
  GetExecutionHistory: { request: GetExecutionHistoryRequest; response: GetExecutionHistoryResponse };
  GetExecutionLogs: { request: GetExecutionLogsRequest; response: GetExecutionLogsResponse };
  GetExecutionData: { request: GetExecutionDataRequest; response: GetExecutionDataResponse };
  DescribeMapRun: { request: MapRunKey; response: DescribeMapRunResponse };
  UpdateMapRun: { request: UpdateMapRunRequest; response: UpdateMapRunResponse };
  ListOpenTasks: { request: ListOpenTasksRequest; response: ListOpenTasksResponse };
  ListStalledExecutions: { request: ListStalledExecutionsRequest; response: ListStalledExecutionsResponse };
  ResumeExecution: { request: ExecutionKey; response: ResumeExecutionResponse };
  ReportTaskSucceeded: { request: ReportTaskSucceededRequest; response: ReportTaskResponse };
  ReportTaskFailed: { request: ReportTaskFailedRequest; response: ReportTaskResponse };
  ReportTaskHeartbeat: { request: ReportTaskHeartbeatRequest; response: ReportTaskHeartbeatResponse };
  CreateSchedule: { request: CreateScheduleRequest; response: ScheduleResponse };
  UpdateSchedule: { request: UpdateScheduleRequest; response: ScheduleResponse };
  DescribeSchedule: { request: ScheduleKey; response: ScheduleResponse };
  ListSchedules: { request: ListSchedulesRequest; response: ListSchedulesResponse };
  DeleteSchedule: { request: ScheduleKey; response: EmptyResponse };
  TriggerSchedule: { request: ScheduleKey; response: TriggerScheduleResponse };
  BackfillSchedule: { request: BackfillScheduleRequest; response: BackfillScheduleResponse };
  ListScheduleRuns: { request: ListScheduleRunsRequest; response: ListScheduleRunsResponse };
  ListFunctions: { request: ListRequest; response: ListFunctionsResponse };
  DescribeRegions: { request: DescribeRegionsRequest; response: DescribeRegionsResponse };
  ListMessages: { request: ListRequest; response: ListMessagesResponse };
  DeleteMessage: { request: DeleteMessageRequest; response: EmptyResponse };
  ResumeServer: { request: object; response: ResumeServerResponse };
  BackUpData: { request: object; response: BackUpDataResponse };
}

/** Name of an operation, as in `Action=…` and `POST /…`. */
export type OperationName = keyof Contract;

/** The parameters of an operation; `RequestId` may be added to each and comes back. */
export type RequestOf<N extends OperationName> = Contract[N]['request'];

/** The response of an operation that succeeds. */
export type ResponseOf<N extends OperationName> = Contract[N]['response'];

/** The body of every failed request. */
export interface ErrorResponse {
  readonly RequestId: string;
  readonly HostId: string;
  readonly Code: string;
  readonly Message: string;
}

interface StartSyncExecutionRequest {
  readonly FlowName: string;
  /** A published version, an alias, or `LATEST`, the newest definition, when left out. */
  readonly Qualifier?: string;
  /** A UUID when left out. */
  readonly ExecutionName?: string;
  /** JSON object text; `{}` when left out. */
  readonly Input?: string;
  /** JSON object text: what the execution can be found by. */
  readonly Labels?: string;
}

interface StartExecutionRequest extends StartSyncExecutionRequest {
  /** Token of a task that ends as the execution ends. */
  readonly CallbackFnFTaskToken?: string;
}

/** An execution. `Output` is set by success only, `StoppedTime` by any end. */
export interface ExecutionView {
  readonly FlowName: string;
  readonly FlowDefinition: string;
  readonly Name: string;
  readonly Input: string;
  readonly Output: string;
  /** Names of data that do not fit into a response, and are empty here; GetExecutionData reads them. */
  readonly Truncated?: readonly ('Input' | 'Output')[];
  readonly Status: ExecutionStatus;
  readonly StartedTime: string;
  readonly StoppedTime: string;
  /** The version or alias that the start named; absent for the newest definition. */
  readonly Qualifier?: string;
  /** The published version that runs; absent for the newest definition. */
  readonly FlowVersion?: string;
  /** JSON object text; absent without any. */
  readonly Labels?: string;
}

/**
 * An execution in a list. `ErrorCode` and `ErrorMessage` are those of an execution that failed, was stopped or timed
 * out, `ErrorStep` is the step that failed, or that moved last; the message is cut at 256 characters.
 */
export interface ListedExecutionView extends ExecutionView, WithEnvironment {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
  readonly ErrorStep: string;
}

/** The variables of the flow when the execution started; absent where it had none. */
interface WithEnvironment {
  readonly Environment?: ExecutionEnvironment;
}

type ExecutionResponse = ExecutionView & EmptyResponse;

/** `ErrorCode` and `ErrorMessage` are those of an execution that failed, was stopped or timed out. */
interface StartSyncExecutionResponse extends ExecutionResponse, WithEnvironment {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

interface StopExecutionRequest extends ExecutionKey {
  readonly Error?: string;
  readonly Cause?: string;
}

interface StopExecutionResponse extends ExecutionResponse {
  /** Absent when the flow has no role. */
  readonly RoleArn?: string;
}

interface DescribeExecutionRequest extends ExecutionKey {
  /** Seconds for which the response may wait for the execution's end, 0 to 60. */
  readonly WaitTimeSeconds?: number;
}

/** The step of another execution that started an execution. */
export interface ParentView extends ExecutionKey {
  /** The step's StepEntered event. */
  readonly StepEventId: number;
}

/** `Parent` is absent unless another execution started this one. */
type DescribeExecutionResponse = ExecutionResponse &
  RedriveView &
  ForkView &
  WithEnvironment & { readonly Parent?: ParentView };

/** All conditions must hold; both bounds of the time are inclusive. */
interface ListExecutionsRequest extends ListRequest {
  /** Of all flows when left out. */
  readonly FlowName?: string;
  readonly Status?: ExecutionStatus;
  /** The error that they ended with. */
  readonly ErrorCode?: string;
  /** A label that they have, like `orderId=ORD-001591`. */
  readonly Label?: string;
  /** The version or alias that they were started with; `LATEST` for those started without. */
  readonly Qualifier?: string;
  /** The batches of this map run, in place of the executions of the flow. */
  readonly MapRunName?: string;
  readonly ExecutionNamePrefix?: string;
  readonly StartedTimeBegin?: string;
  readonly StartedTimeEnd?: string;
  /** True for executions without their large texts: `FlowDefinition`, `Input` and `Output` are empty. */
  readonly MetadataOnly?: boolean;
}

interface ListExecutionsResponse extends PageResponse {
  readonly Executions: readonly ListedExecutionView[];
}
