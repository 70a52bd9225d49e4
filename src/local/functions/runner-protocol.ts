import type { CallOutcome, FunctionCall } from '../../ports/task-targets.ts';
import type { FunctionContext, OutputStream } from './protocol.ts';

/** What the functions of a server may use. */
export interface FunctionLimits {
  /** @default 15 minutes, as on AWS Lambda */
  readonly timeLimitMs?: number;
  /** Heap of a thread, data of a process. @default 1024 */
  readonly memoryMb?: number;
  /** Calls of one function that run at the same time; more wait for their turn. @default 100 */
  readonly concurrency?: number;
}

/** What the runner process is told with its first calls. */
export interface RunnerOptions extends FunctionLimits {
  /** Searched in order; the first that has a function wins. */
  readonly directories: readonly string[];
  /** Where functions reach the API, the queues and the objects. */
  readonly endpoints: { readonly api: string; readonly queues: string; readonly objects?: string };
}

/** Calls of one tick, on their way to the runner; the first message to a process has its options. */
export interface ToRunner {
  readonly options?: RunnerOptions;
  readonly calls: readonly { readonly id: number; readonly call: FunctionCall }[];
}

/** What the runner reports, in order. */
export type FromRunner = readonly (
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: CallOutcome }
  | {
      readonly type: 'line';
      readonly stream: OutputStream;
      readonly line: string;
      readonly context?: FunctionContext;
    }
)[];
