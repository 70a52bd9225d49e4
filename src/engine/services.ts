import type { Limits } from '../limits.ts';
import type { Ports } from '../ports/home.ts';
import type { PhysicalLimits } from '../ports/physical-limits.ts';

/** Everything that the engine uses; one such value per process. */
export interface EngineServices extends Omit<Ports, 'schedules'> {
  /** Limits of the machines that the home runs on. */
  readonly physical: PhysicalLimits;
  /** Limits of executions, definitions and requests. */
  readonly limits: Limits;
}
