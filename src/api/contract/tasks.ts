import type { EmptyResponse, ExecutionKey, ExecutionStatus, ListRequest, PageResponse } from './common.ts';

/** `Limit` counts the executions that are looked at: a page may hold fewer tasks, or more. */
export interface ListOpenTasksRequest extends ListRequest {
  readonly FlowName: string;
  /** Only the tasks of this execution. */
  readonly ExecutionName?: string;
}

/** A task that waits for ReportTaskSucceeded or ReportTaskFailed. */
export interface OpenTaskView extends ExecutionKey {
  readonly StepName: string;
  /** The step's StepEntered event. */
  readonly StepEventId: number;
  readonly TaskToken: string;
  readonly ResourceArn: string;
  /** Input of the task, as JSON object text. */
  readonly Input: string;
  /** Present where the input does not fit into the response, and is empty here; the history has it. */
  readonly Truncated?: readonly 'Input'[];
  readonly RetryCount: number;
  readonly SubmittedTime: string;
  /** Time at which the task times out; empty when it has no timeout of its own. */
  readonly TimeoutTime: string;
  /** Time by which the next heartbeat must come; absent for a task without `heartbeatSeconds`, as are the next two. */
  readonly NextHeartbeatTime?: string;
  /** Time of the newest heartbeat; empty before the first. */
  readonly HeartbeatTime?: string;
  /** The text that came with it; empty without one. */
  readonly HeartbeatDetail?: string;
}

/** A page of tasks. */
export interface ListOpenTasksResponse extends PageResponse {
  readonly Tasks: readonly OpenTaskView[];
}

/** `Limit` counts the executions that are looked at: a page may hold fewer. */
export interface ListStalledExecutionsRequest extends ListRequest {
  readonly FlowName: string;
  /** 0 to 2,592,000: for how long the service has owed them something; an hour when left out. */
  readonly IdleSeconds?: number;
}

/** An execution that stands still. */
export interface StalledExecutionView extends ExecutionKey {
  /** Its first events, the call of a task, a timer or deadline that is due, the next step, or the record of its end. */
  readonly WaitsFor: 'Start' | 'Task' | 'Timer' | 'Step' | 'End';
  /** Empty where it waits as a whole. */
  readonly StepName: string;
  readonly SinceTime: string;
  /** Why starts of the server no longer take it up, until ResumeExecution does; absent for one that they take up. */
  readonly HoldReason?: string;
}

/** A page of executions that stand still. */
export interface ListStalledExecutionsResponse extends PageResponse {
  readonly Executions: readonly StalledExecutionView[];
}

/** An execution that a driver takes up again. */
export type ResumeExecutionResponse = ExecutionKey & { readonly Status: ExecutionStatus } & EmptyResponse;

/** The success of a task. */
export interface ReportTaskSucceededRequest {
  readonly TaskToken: string;
  /** JSON object text. */
  readonly Output: string;
}

/** The failure of a task. */
export interface ReportTaskFailedRequest {
  readonly TaskToken: string;
  readonly Error: string;
  readonly Cause?: string;
}

/** A sign of life of a worker. */
export interface ReportTaskHeartbeatRequest {
  readonly TaskToken: string;
  /** How far it has come; 1 to 800 characters. */
  readonly Detail?: string;
}

/** Time by which the next heartbeat must come. */
export interface ReportTaskHeartbeatResponse extends EmptyResponse {
  readonly NextHeartbeatTime: string;
}

/** The event that recorded the report. */
export interface ReportTaskResponse extends EmptyResponse {
  readonly EventId: number;
}
