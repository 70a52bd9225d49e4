import type { LogLevel, LogStream } from '../../ports/execution-logs.ts';
import type { ExecutionKey, ListRequest, PageResponse } from './common.ts';

/** Lines that fit everything given. */
export interface GetExecutionLogsRequest extends ExecutionKey, ListRequest {
  readonly StepName?: string;
  /** The step's StepEntered event: only what that run of the step printed. */
  readonly StepEventId?: number;
  /** Debug, Info, Warn or Error: lines of this level or a worse one. */
  readonly Level?: LogLevel;
  /** Lines from this time on, as RFC 3339. */
  readonly Since?: string;
  /** Part of the text, in upper or lower case. */
  readonly Search?: string;
}

/** One line that the function of a task printed. */
export interface LogLineView {
  /** Differs from line to line. */
  readonly LineId: string;
  readonly Time: string;
  readonly Level: LogLevel;
  /** `service` for a line that says from where on none are kept. */
  readonly Stream: LogStream;
  readonly StepName: string;
  readonly StepEventId: number;
  /** 0 for the first attempt. */
  readonly RetryCount: number;
  readonly Text: string;
}

/** A page of lines, oldest first; it may hold fewer than `Limit`, or none, before the last page. */
export interface GetExecutionLogsResponse extends PageResponse {
  readonly Lines: readonly LogLineView[];
  /** A `NextToken` for what is printed later; absent where nothing has been printed yet. */
  readonly FollowToken?: string;
  /** On AWS: the page of the AWS console that finds the lines, for readers who may see it; no lines come with it. */
  readonly LogsUrl?: string;
  /** The query of CloudWatch Logs Insights on that page. */
  readonly LogsQuery?: string;
}
