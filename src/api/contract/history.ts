import type { EmptyResponse, ExecutionKey, ListRequest, PageResponse } from './common.ts';

/** `NextToken` is the id of the event to begin with. */
export type GetExecutionHistoryRequest = ExecutionKey & ListRequest;

/** One line of a history; `EventDetail` is JSON text. */
export interface EventView {
  readonly EventId: number;
  readonly ScheduleEventId: number;
  readonly StepName: string;
  readonly Type: string;
  readonly EventDetail: string;
  /** Present where the detail does not fit into a response, and is empty here; GetExecutionData reads it. */
  readonly Truncated?: readonly 'EventDetail'[];
  readonly Time: string;
}

/** The text to read, and where to begin. */
export interface GetExecutionDataRequest extends ExecutionKey {
  readonly Field: 'Input' | 'Output' | 'EventDetail';
  /** The event whose detail is read. */
  readonly EventId?: number;
  readonly NextToken?: string;
}

/** A portion of a text; the next one begins at `NextToken`, which is absent behind the last. */
export interface GetExecutionDataResponse extends EmptyResponse {
  readonly Data: string;
  readonly NextToken?: string;
}

/** Events in order. */
export interface GetExecutionHistoryResponse extends PageResponse {
  readonly Events: readonly EventView[];
}
