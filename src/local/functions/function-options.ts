export const TIME_LIMIT_MS = 900_000;
export const MEMORY_MB = 1_024;

/** Limits of one function. */
export interface FunctionLimits {
  /** @default 15 minutes, as on AWS Lambda */
  readonly timeLimitMs?: number;
  /** Heap of a Node process, data of a Python process. @default 1024 */
  readonly memoryMb?: number;
  /** Calls of one function that run at the same time; more wait for their turn. @default 100 */
  readonly concurrency?: number;
  /** UTF-8 bytes of a result; a larger one fails in the function's process. @default 6 MiB */
  readonly resultBytes?: number;
}

/** The folders of functions, and the environment that functions get. */
export interface FunctionOptions extends FunctionLimits {
  /** Searched in order; the first that has a function wins. */
  readonly directories: readonly string[];
  /** Addresses at which functions reach the API, the queues and the objects. */
  readonly endpoints: {
    readonly api: string;
    readonly queues: string;
    readonly mns?: string;
    readonly objects?: string;
  };
  /** The key that functions get in their context. @default one that opens nothing */
  readonly credentials?: { readonly accessKeyId: string; readonly accessKeySecret: string };
  /** Files with the authority that vouches for the server; absent where machines trust it already. */
  readonly trust?: { readonly authority: string; readonly all: string };
  /** Variables of the server that functions get besides those that every function gets. @default none */
  readonly variables?: readonly string[];
}
