import type { EngineServices } from '../engine/services.ts';
import type { Schedules } from '../ports/timers.ts';
import type { Authenticate } from './authenticate.ts';

/** Everything that the operations use. */
export interface ApiServices extends EngineServices {
  readonly schedules: Schedules;
  /** Longest that a response may wait for an execution's end; what a caller asks for beyond is cut. */
  readonly maxWaitSeconds: number;
  /** Why a valid cron expression cannot be used here; absent where every valid one can. */
  readonly cronProblem?: (expression: string) => string | undefined;
  /** Why a flow may not have a role; absent where roles are only kept. */
  readonly roleProblem?: (roleArn: string) => string | undefined;
  /** Absent when every caller is welcome, or when something in front has checked. */
  readonly authenticate?: Authenticate;
}

/** What an operation knows of the request beyond its parameters. */
export interface CallContext {
  readonly requestId: string;
}
