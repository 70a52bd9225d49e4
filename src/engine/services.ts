import type { Limits } from '../limits.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { DispatchQueue } from '../ports/dispatch-queue.ts';
import type { ExecutionStore } from '../ports/execution-store.ts';
import type { FlowStore } from '../ports/flow-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { TaskTargets } from '../ports/task-targets.ts';
import type { Timers } from '../ports/timers.ts';

/** Everything outside that the engine uses; one such value per process. */
export interface EngineServices {
  readonly executions: ExecutionStore;
  readonly flows: FlowStore;
  readonly queue: DispatchQueue;
  readonly timers: Timers;
  readonly targets: TaskTargets;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly limits: Limits;
}
