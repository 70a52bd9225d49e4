import type { Limits } from '../limits.ts';
import type { Ports } from '../ports/home.ts';
import type { PhysicalLimits } from '../ports/physical-limits.ts';

/** Everything that the engine uses; one such value per process. */
export interface EngineServices extends Omit<Ports, 'schedules'> {
  /** What the machines of the home allow. */
  readonly physical: PhysicalLimits;
  /** What executions, definitions and requests may be at most. */
  readonly limits: Limits;
}
