import type { EmptyResponse, PageResponse } from './common.ts';

/** A message that the embedded home keeps on disk until its handler is done with it. */
export interface MessageView {
  readonly MessageId: string;
  /** `command`, `report`, `start`, `flow-deleted` and others; empty for a message that cannot be read. */
  readonly Kind: string;
  readonly SentTime: string;
  /** The flow that it concerns; empty where it names none. */
  readonly FlowName: string;
  readonly ExecutionName: string;
  /** Why it is not handled; empty for a message that is. */
  readonly Problem: string;
}

export interface ListMessagesResponse extends PageResponse {
  /** True until ResumeServer, when the server was started without driving or delivering anything. */
  readonly IsPaused: boolean;
  readonly Messages: readonly MessageView[];
}

export interface DeleteMessageRequest {
  readonly MessageId: string;
}

/** `WasPaused` is false when there was nothing to resume. */
export interface ResumeServerResponse extends EmptyResponse {
  readonly WasPaused: boolean;
}

/** `Folder` is on the machine of the server; who asked removes it. */
export interface BackUpDataResponse extends EmptyResponse {
  readonly Folder: string;
}
