import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import type { Objects } from '../../ports/objects.ts';
import type { StatusEvents } from '../../ports/status-events.ts';
import { EmbeddedHome } from '../embedded-home.ts';
import type { FunctionRunner } from '../functions/function-runner.ts';
import type { Observed } from '../metrics/observe-server.ts';
import type { Capacity } from '../overload.ts';
import { createTaskTargets } from '../task-targets.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';
import type { Queues } from './queues.ts';
import type { Tracing } from './tracing.ts';

/** The parts of the home. */
export interface HomeUses {
  readonly stores: EmbeddedStores;
  readonly functions: FunctionRunner;
  readonly queues: Queues;
  readonly objects: Objects;
  readonly capacity: Capacity;
  readonly log: Log;
  /** Absent where nothing outside hears of executions. */
  readonly events: StatusEvents | undefined;
  /** Present where what the home does is counted. */
  readonly observed: Observed | undefined;
  /** Present where executions are traced. */
  readonly tracing: Tracing | undefined;
}

/** The home of the executions; they go on once the engine runs it. */
export function homePart({
  stores,
  functions,
  queues,
  objects,
  capacity,
  log,
  events,
  observed,
  tracing,
}: HomeUses): Part<EmbeddedHome> {
  return {
    name: 'the engine',
    open: () => {
      const plain = createTaskTargets(functions, queues);
      const targets = tracing?.targets(plain) ?? plain;
      return new EmbeddedHome({
        stores,
        targets: observed?.targets(targets) ?? targets,
        objects,
        logger: log.logger,
        ...(events !== undefined && { statusEvents: events }),
        concurrency: capacity.handled,
        ...(observed !== undefined && { watch: observed.handler }),
      });
    },
    close: (home) => home.close(),
  };
}
