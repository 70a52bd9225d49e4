import type { EngineServices } from '../engine/services.ts';
import type { Schedules } from '../ports/timers.ts';
import type { Authenticate } from './authenticate.ts';

/** Everything that the operations use. */
export interface ApiServices extends EngineServices {
  readonly schedules: Schedules;
  /** Longest that a response may wait for an execution's end; what a caller asks for beyond is cut. */
  readonly maxWaitSeconds: number;
  /** Absent when every caller is welcome, or when something in front has checked. */
  readonly authenticate?: Authenticate;
}

/** What an operation knows of the request beyond its parameters. */
export interface CallContext {
  readonly requestId: string;
}
