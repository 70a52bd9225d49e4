import type { EngineServices } from '../engine/services.ts';
import type { LogReader } from '../ports/execution-logs.ts';
import type { KnownFunction } from '../ports/known-function.ts';
import type { Schedules } from '../ports/timers.ts';
import type { FlowFiles } from './flow-files.ts';
import type { Operator } from './operator.ts';
import type { Authenticate } from './protocol/authenticate.ts';

/** The load shedding of a home. */
export interface Admission {
  /** Why no execution of a flow may be started now, as a sentence without its end; undefined when one may. */
  startProblem(flowName: string): Promise<string | undefined>;
  /** Takes a slot for a caller that waits for an end. @returns a function that releases it; undefined when none is free */
  takePlaceToWait(): (() => void) | undefined;
}

/** Everything that the operations use. */
export interface ApiServices extends EngineServices {
  readonly schedules: Schedules;
  /** Where the deployment is; absent for a home that is in no region. */
  readonly region?: string;
  /** Longest that a response may wait for an execution's end; longer waits are cut to it. */
  readonly maxWaitSeconds: number;
  /** Why a valid cron expression cannot be used here; absent where every valid one can. */
  readonly cronProblem?: (expression: string) => string | undefined;
  /** Why a flow may not have a role; absent where roles are only kept. */
  readonly roleProblem?: (roleArn: string) => string | undefined;
  /** The files that flows are kept in; absent where flows have none. */
  readonly flowFiles?: FlowFiles;
  /** Absent where operators have other means. */
  readonly operator?: Operator;
  /** Absent where something in front sees to it. */
  readonly admission?: Admission;
  /** The functions that the home knows, in any order; absent where it knows none before they are called. */
  readonly functions?: () => readonly KnownFunction[];
  /** Present where executions are traced: starts keep the span of their callers. */
  readonly isTracing?: true;
  /** The lines that functions printed; absent where they are not kept. */
  readonly logs?: LogReader;
  /** Absent when every caller is welcome, or when something in front has checked. */
  readonly authenticate?: Authenticate;
}

/** The properties of a request besides its parameters. */
export interface CallContext {
  readonly requestId: string;
  /** The host that the caller asked, with its port. */
  readonly host: string;
  /** Id of the access key that it was signed with; undefined where callers are not known. */
  readonly caller: string | undefined;
  /** The `traceparent` that came with it, whatever it is; absent where nothing is traced. */
  readonly traceparent?: string;
}
