/** What a function learns about its call besides the event. Python functions read the same in snake_case. */
export interface FunctionContext {
  /** Same for a repeat of the same attempt, so a function can recognise it; empty outside an execution. */
  readonly taskId: string;
  readonly flowName: string;
  readonly executionName: string;
  readonly stepName: string;
  readonly serviceName: string;
  readonly functionName: string;
  /** Empty without a qualifier. */
  readonly qualifier: string;
  /** When the call is given up, in milliseconds since 1970. */
  readonly deadline: number;
  /** URL of the API, for reporting a callback. */
  readonly api: string;
  /** URL of the queues and topics. */
  readonly queues: string;
  /** URL of the objects; absent when none are served. */
  readonly objects?: string;
}

/** One call on its way to the thread or process that runs the function; `event` is JSON text. */
export interface Invocation {
  readonly id: number;
  readonly event: string;
  readonly context: FunctionContext;
}

/** What a function threw, in the form in which Function Compute reports it. */
export interface ThrownError {
  readonly errorMessage: string;
  readonly errorType: string;
  readonly stackTrace: readonly string[];
}

/** Which of a function's two output streams. */
export type OutputStream = 'stdout' | 'stderr';

/** What a thread or process reports; `call` is the id of an invocation, absent for output outside any call. */
export type Reply =
  | { readonly type: 'loaded' }
  | { readonly type: 'unloadable'; readonly error: ThrownError; readonly isHandlerMissing: boolean }
  | { readonly type: 'output'; readonly call?: number; readonly stream: OutputStream; readonly line: string }
  | { readonly type: 'returned'; readonly call: number; readonly output: string }
  | { readonly type: 'unwritable'; readonly call: number; readonly error: ThrownError }
  | { readonly type: 'threw'; readonly call: number; readonly error: ThrownError }
  | { readonly type: 'exited'; readonly call: number }
  | { readonly type: 'pong' };
