import type { EmptyResponse, ListRequest, PageResponse } from './common.ts';

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
}

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
