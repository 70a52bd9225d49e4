import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import { LIMIT_PROFILES } from '../../limits.ts';
import { EngineHome } from '../engine-home.ts';
import type { FunctionRunner } from '../functions/function-runner.ts';
import type { Capacity } from '../overload.ts';
import type { ServerOptions } from '../server-options.ts';
import { createTaskTargets } from '../task-targets.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';
import type { Queues } from './queues.ts';

/** What the engine is made of. */
export interface EngineUses {
  readonly stores: EmbeddedStores;
  readonly functions: FunctionRunner;
  readonly queues: Queues;
  readonly capacity: Capacity;
  readonly log: Log;
}

/** The engine; executions go on once it is told to start. */
export function enginePart({ limits }: ServerOptions, uses: EngineUses): Part<EngineHome> {
  const { stores, functions, queues, capacity, log } = uses;
  return {
    name: 'the engine',
    open: () =>
      new EngineHome({
        stores,
        targets: createTaskTargets(functions, queues.server),
        logger: log.logger,
        limits: LIMIT_PROFILES[limits],
        concurrency: capacity.handled,
      }),
    close: (engine) => engine.close(),
  };
}
