import type { JsonObject } from '../../common/json.ts';
import type { Condition } from '../../expressions/condition.ts';
import type { Failure } from '../../interpreter/event.ts';
import type { InProcessFunction } from '../call-in-process.ts';

/** The result of a call or a report. */
export type StubResult =
  | { readonly kind: 'output'; readonly output: JsonObject }
  | { readonly kind: 'error'; readonly failure: Failure };

/** Ways in which a target fails by itself. */
export const STUB_FAULTS = ['throttled', 'crashes', 'hangs'] as const;

/** One of {@link STUB_FAULTS}; a call that hangs never returns, so that only a timeout ends its task. */
export type StubFault = (typeof STUB_FAULTS)[number];

/** The report of a worker once the task has been handed over. */
export interface StubReport {
  readonly result: StubResult;
  /** Reported a second time so much later, in milliseconds. */
  readonly again?: number;
}

/** The calls that a stub serves: those whose input meets a condition, or contains an object. */
export type StubWhen =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'contains'; readonly part: JsonObject };

/** Serves some calls of a task in place of its target. */
export interface Stub {
  readonly when?: StubWhen;
  /** Number of calls that it serves; absent for any number. */
  readonly times?: number;
  readonly answer:
    | StubResult
    | { readonly kind: 'fault'; readonly fault: StubFault }
    | { readonly kind: 'function'; readonly run: InProcessFunction };
  readonly report?: StubReport;
  /** Milliseconds until the result or, where there is a report, from the result to the report. */
  readonly after: number;
}

/** Stubs by the name of a step or by a resource ARN, each list in the order in which it is used up. */
export type Stubs = ReadonlyMap<string, readonly Stub[]>;
