/** Every response carries the id that was given, or a new one. */
export interface EmptyResponse {
  readonly RequestId: string;
}

/** Which page of a list; a page may be shorter than `Limit` and still have a `NextToken`. */
export interface ListRequest {
  readonly Limit?: number;
  readonly NextToken?: string;
}

/** `NextToken` is absent on the last page. */
export interface PageResponse extends EmptyResponse {
  readonly NextToken?: string;
}

/** Names an execution. */
export interface ExecutionKey {
  readonly FlowName: string;
  readonly ExecutionName: string;
}

/** How an execution stands. */
export type ExecutionStatus = 'Starting' | 'Running' | 'Stopped' | 'Succeeded' | 'Failed' | 'TimedOut';
