import type { EmptyResponse, ListRequest, PageResponse } from './common.ts';
import type { Environment, ExecutionMode } from './deployment.ts';

/** Names a flow. */
export interface FlowKey {
  readonly Name: string;
}

/** Which flow to describe. */
export interface DescribeFlowRequest extends FlowKey {
  /** A published version; `LATEST`, the newest definition, when left out. */
  readonly FlowVersion?: string;
}

/** A new flow. */
export interface CreateFlowRequest extends FlowKey {
  readonly Definition: string;
  readonly Description: string;
  readonly Type: 'FDL' | 'DEFAULT';
  readonly RoleArn?: string;
  readonly ExternalStorageLocation?: string;
  /** `Standard` when left out. `Express` is kept and shown, and run durably like any other. */
  readonly ExecutionMode?: ExecutionMode;
  /** As an object, or its JSON text. */
  readonly Environment?: string | Environment;
  readonly ResourceGroupId?: string;
  /** JSON object text: names of labels, and where in the input their values are, like `$input.orderId`. */
  readonly LabelMappings?: string;
  /** Name of the flow that is started with each execution that fails or times out; empty for none. */
  readonly OnFailure?: string;
}

/** A part that is left out keeps its value. */
export type UpdateFlowRequest = FlowKey &
  Partial<Omit<CreateFlowRequest, 'ExecutionMode' | 'ResourceGroupId'>>;

/** Which flows to list. */
export interface ListFlowsRequest extends ListRequest {
  /** Only the flows of this group. */
  readonly ResourceGroupId?: string;
  /** With how the executions of each have ended of late, where the home counts that. */
  readonly WithCounts?: boolean;
}

/** The file that a flow of the embedded home comes from. UpdateFlow saves into it. */
export interface FlowSourceView {
  readonly File: string;
  /** Why its definition cannot be changed through the API; absent when it can. */
  readonly ReadOnlyReason?: string;
}

/** A flow, as in lists. */
export interface FlowView {
  readonly Name: string;
  readonly Description: string;
  readonly Definition: string;
  readonly Id: string;
  readonly Type: string;
  readonly RoleArn: string;
  readonly ExternalStorageLocation: string;
  readonly ExecutionMode: ExecutionMode;
  /** Absent for a flow without variables. */
  readonly Environment?: Environment;
  readonly ResourceGroupId: string;
  /** JSON object text; absent without any. */
  readonly LabelMappings?: string;
  /** Absent without one. */
  readonly OnFailure?: string;
  readonly CreatedTime: string;
  readonly LastModifiedTime: string;
  /** Absent for a flow that no file defines. */
  readonly Source?: FlowSourceView;
  /** Absent where they are not asked for, or not counted. */
  readonly Counts?: FlowCountsView;
}

/** How the executions of a flow have ended in the current hour and the 23 before, and which run. */
export interface FlowCountsView {
  /** Counted up to 100. */
  readonly Running: number;
  /** True where more than those run. */
  readonly MoreRunning: boolean;
  readonly Succeeded: number;
  readonly Failed: number;
  readonly TimedOut: number;
  readonly Stopped: number;
  /** Milliseconds from start to end, to a tenth, that half of them did not exceed; absent without any. */
  readonly MedianMilliseconds?: number;
  /** As the median, for 95 of 100. */
  readonly P95Milliseconds?: number;
  /** The execution that ended last; absent where none is known. */
  readonly LastEnded?: {
    readonly Name: string;
    readonly Status: string;
    readonly StartedTime: string;
    readonly StoppedTime: string;
  };
}

/** One flow, as a response. */
export type FlowResponse = EmptyResponse & FlowView;

/** A page of flows, in order of their names. */
export interface ListFlowsResponse extends PageResponse {
  readonly Flows: readonly FlowView[];
}
