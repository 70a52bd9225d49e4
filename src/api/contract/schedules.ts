import type { EmptyResponse, ExecutionStatus, ListRequest, PageResponse } from './common.ts';

/** Names a schedule. */
export interface ScheduleKey {
  readonly FlowName: string;
  readonly ScheduleName: string;
}

/** A part that is left out keeps its value. */
export interface UpdateScheduleRequest extends ScheduleKey {
  readonly CronExpression?: string;
  readonly Description?: string;
  /** JSON object text, or empty. */
  readonly Payload?: string;
  /** A published version, an alias, or `LATEST`, the newest definition. */
  readonly Qualifier?: string;
  readonly Enable?: boolean;
  /** The effect of a firing while the execution of an earlier one runs. @default AllowAll */
  readonly OverlapPolicy?: OverlapPolicyName;
  /** It fires from this time on; empty for no bound. */
  readonly StartTime?: string;
  /** It fires up to this time; empty for no bound. */
  readonly EndTime?: string;
  /** Each start is late by up to so many seconds, 0 to 600. */
  readonly JitterSeconds?: number;
  /** Fire times missed while the service was off are made up for so far back, 0 to 86,400. */
  readonly CatchUpSeconds?: number;
  /** The reason why it is disabled; gone once it is enabled. */
  readonly PauseReason?: string;
  /** Name of the flow that is started with each execution of the schedule that fails or times out; empty for that of the flow. */
  readonly OnFailure?: string;
}

/** `AllowAll` starts another execution, as the original does; the others leave it out, let it wait, or stop the one before. */
export type OverlapPolicyName = 'AllowAll' | 'Skip' | 'BufferOne' | 'CancelOther';

/** A new schedule fires unless `Enable` is false. */
export interface CreateScheduleRequest extends UpdateScheduleRequest {
  readonly CronExpression: string;
}

/** A schedule, as in lists. `NextFireTime` is empty when it is disabled or never fires again. */
export interface ScheduleView {
  readonly ScheduleId: string;
  readonly ScheduleName: string;
  readonly CronExpression: string;
  readonly Description: string;
  readonly Payload: string;
  /** Absent for the newest definition. */
  readonly Qualifier?: string;
  readonly Enable: boolean;
  /** This and the next six are absent unless they were set. */
  readonly OverlapPolicy?: OverlapPolicyName;
  readonly StartTime?: string;
  readonly EndTime?: string;
  readonly JitterSeconds?: number;
  readonly CatchUpSeconds?: number;
  readonly PauseReason?: string;
  readonly OnFailure?: string;
  readonly CreatedTime: string;
  readonly LastModifiedTime: string;
  readonly NextFireTime: string;
}

/** One schedule, as a response. */
export type ScheduleResponse = ScheduleView & EmptyResponse;

/** The flow whose schedules to list. */
export interface ListSchedulesRequest extends ListRequest {
  readonly FlowName: string;
}

/** A page of schedules, in order of their names. */
export interface ListSchedulesResponse extends PageResponse {
  readonly Schedules: readonly ScheduleView[];
}

/** A schedule that is started now. */
export interface TriggerScheduleResponse extends EmptyResponse {
  readonly ExecutionName: string;
}

/** The range of fire times to make up for; both bounds count. */
export interface BackfillScheduleRequest extends ScheduleKey {
  readonly StartTime: string;
  readonly EndTime: string;
  /** True to be told the times alone. */
  readonly DryRun?: boolean;
}

/** Fire times in a range, and the executions that they start; a time whose execution exists starts none. */
export interface BackfillScheduleResponse extends EmptyResponse {
  readonly Starts: readonly { readonly ScheduledTime: string; readonly ExecutionName: string }[];
}

/** How many past fire times to list. */
export interface ListScheduleRunsRequest extends ScheduleKey {
  readonly Limit?: number;
}

/**
 * A fire time and its outcome. `Started` has an execution and its status; `Waiting` starts one when another ends; `Skipped` and
 * `Missed` started none, for the reason given.
 */
export interface ScheduleRunView {
  readonly ScheduledTime: string;
  readonly Outcome: 'Started' | 'Waiting' | 'Skipped' | 'Missed';
  readonly ExecutionName?: string;
  readonly Status?: ExecutionStatus;
  readonly Reason?: string;
}

/** The last fire times, newest first, and the next ten. */
export interface ListScheduleRunsResponse extends EmptyResponse {
  readonly Runs: readonly ScheduleRunView[];
  readonly NextFireTimes: readonly string[];
}
