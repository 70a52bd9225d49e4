/** The part of a context that all calls of one function share. Python functions read all in snake_case. */
export interface FunctionIdentity {
  readonly serviceName: string;
  readonly functionName: string;
  /** Empty without a qualifier. */
  readonly qualifier: string;
  /** URL of the API, for reporting a callback. */
  readonly api: string;
  /** URL of the queues and topics. */
  readonly queues: string;
  /** URL of queues and topics in the original's protocol; absent when it is not served. */
  readonly mns?: string;
  /** URL of the objects; absent when none are served. */
  readonly objects?: string;
  // From here on as Function Compute has it.
  readonly region: string;
  readonly accountId: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly accessKeySecret: string;
    readonly securityToken: string;
  };
  readonly function: {
    readonly name: string;
    readonly handler: string;
    /** Megabytes. */
    readonly memory: number;
    /** Seconds. */
    readonly timeout: number;
    readonly initializer: string;
    /** Seconds. */
    readonly initializationTimeout: number;
  };
  readonly service: {
    readonly name: string;
    readonly logProject: string;
    readonly logStore: string;
    readonly qualifier: string;
    readonly versionId: string;
  };
}

/** The context of one call, besides the event. */
export interface CallContext {
  /** Same for a repeat of the same attempt, so a function can recognise it; empty outside an execution. */
  readonly taskId: string;
  readonly flowName: string;
  readonly executionName: string;
  readonly stepName: string;
  /** The span of the attempt, as W3C's `traceparent`; absent where nothing is traced. */
  readonly traceparent?: string;
  /** Instant at which the call is given up, in milliseconds since 1970. */
  readonly deadline: number;
}

/** One call on its way to the process that runs the function; `event` is JSON text, the id grows within a process. */
export interface Invocation {
  readonly event: string;
  readonly context: CallContext;
  /** True for an HTTP request, which a handler takes in another form than an event. */
  readonly isRequest?: true;
}

/** An HTTP request to a function that is called by its URL, and the event of that call. */
export interface UrlCall {
  readonly method: string;
  /** Behind the name of the function, decoded; `/` at least. */
  readonly path: string;
  /** The whole address without its host, as it was sent. */
  readonly url: string;
  /** Without the question mark, as it was sent. */
  readonly query: string;
  /** By lower-case names; values of one name are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly clientIp: string;
  readonly isTls: boolean;
  /** In base64. */
  readonly body: string;
}

/** The answer of a function to an HTTP request, as its process returns it; untrusted. */
export interface UrlCallAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** In base64. */
  readonly body: string;
}

/** The message to a process before its first call. */
export interface LoadMessage {
  readonly file: string;
  readonly identity: FunctionIdentity;
  /** Most UTF-8 bytes of a result. */
  readonly resultBytes: number;
}

/** An error that a function threw, in the form in which Function Compute reports it. */
export interface ThrownError {
  readonly errorMessage: string;
  readonly errorType: string;
  readonly stackTrace: readonly string[];
}

/** Why a process takes no calls: the code does not load, has no handler, or its initializer failed. */
export type UnloadableBy = 'code' | 'handler' | 'initializer';

/** Where a function printed: on one of its streams, or by the functions of `console` that print on the same, with a level of their own. */
export type OutputStream = 'stdout' | 'stderr' | 'debug' | 'warn';

/** A file that a process has loaded, as it was just before. */
export interface LoadedFile {
  readonly path: string;
  readonly modifiedAt: number;
  readonly size: number;
}

/** A report of a process; `call` is the id of an invocation, absent for output outside any call. */
export type Reply =
  | { readonly type: 'loaded' }
  | { readonly type: 'unloadable'; readonly error: ThrownError; readonly by: UnloadableBy }
  | {
      readonly type: 'output';
      readonly call?: number;
      /** Written past the function's own streams: it belongs to the only call that runs, where there is only one. */
      readonly isRaw?: true;
      readonly stream: OutputStream;
      readonly lines: readonly string[];
    }
  | { readonly type: 'returned'; readonly call: number; readonly output: string }
  | { readonly type: 'unwritable'; readonly call: number; readonly error: ThrownError }
  | { readonly type: 'tooLarge'; readonly call: number; readonly bytes: number }
  | { readonly type: 'threw'; readonly call: number; readonly error: ThrownError }
  | { readonly type: 'exited'; readonly call: number }
  | { readonly type: 'notBegun'; readonly call: number }
  | { readonly type: 'files'; readonly files: readonly LoadedFile[] }
  | { readonly type: 'pong' };
