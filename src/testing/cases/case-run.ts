import type { EventView, ExecutionStatus } from '../../api/contract.ts';
import type { JsonObject } from '../../common/json.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { RealFunctions, SeenCall } from './case-targets.ts';
import type { Stubs } from './stub.ts';

/** The way in which the execution of a case starts. */
export type CaseStart =
  | { readonly kind: 'input'; readonly input: JsonObject }
  /** A schedule that fires; the clock goes to its first fire time. */
  | { readonly kind: 'schedule'; readonly name: string; readonly cron: string; readonly payload: JsonObject }
  /** An object that was uploaded. */
  | { readonly kind: 'upload'; readonly bucket: string; readonly key: string; readonly size: number };

/** Texts of objects, by bucket and key. */
export type CaseObjects = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A stop of the execution: milliseconds after its start, and why. */
export interface CaseStop {
  readonly after: number;
  readonly error: string;
  readonly cause: string;
}

/** Everything that decides how an execution goes. */
export interface CaseRun {
  /** Definitions by name; the first one is run, others are started by it. */
  readonly flows: Readonly<Record<string, string>>;
  readonly start: CaseStart;
  /** The first time of the clock. */
  readonly at: Instant;
  readonly stubs: Stubs;
  /** Objects that are there before the execution starts. */
  readonly objects?: CaseObjects;
  /** Functions for tasks without stubs; absent where every task needs a stub. */
  readonly functions?: RealFunctions;
  readonly stop?: CaseStop;
}

/** An execution of one of the flows of a case. */
export interface RanExecution {
  readonly flowName: string;
  readonly name: string;
  readonly events: readonly EventView[];
}

/** Why a run has no end: a call without a stub, or nothing is left that could happen. */
export type RunProblem =
  | { readonly kind: 'missing-stub'; readonly call: SeenCall }
  | { readonly kind: 'stuck'; readonly waitsAt: readonly string[] }
  | { readonly kind: 'endless' }
  | { readonly kind: 'not-started' | 'broken'; readonly message: string };

/** How an execution went. */
export interface CaseOutcome {
  readonly status: ExecutionStatus;
  /** Absent unless it succeeded. */
  readonly output?: JsonObject;
  /** Empty unless it ended otherwise. */
  readonly error: string;
  readonly cause: string;
  /** Names of the steps in the order in which they were entered. */
  readonly path: readonly string[];
  readonly calls: readonly SeenCall[];
  /** Milliseconds from its start to its end. */
  readonly lasts: number;
  /** Empty where they were not asked for. */
  readonly events: readonly EventView[];
  /** The execution itself, and those of the flows that it started; empty where events were not asked for. */
  readonly executions: readonly RanExecution[];
  readonly problem?: RunProblem;
}
