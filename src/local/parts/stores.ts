import { openKeptClock } from '../../adapters/embedded/kept-clock.ts';
import { type EmbeddedStores, openEmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import { systemClock } from '../../adapters/system.ts';
import type { Observed } from '../metrics/observe-server.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';
import type { Tracing } from './tracing.ts';

/** Everything that is kept, in the data folder or in memory. */
export function storesPart(
  { isEphemeral, dataFolder }: ServerOptions,
  { logger }: Log,
  observed: Observed | undefined,
  tracing: Tracing | undefined,
): Part<EmbeddedStores> {
  return {
    name: 'the data folder',
    open: () => {
      const clock = openKeptClock(isEphemeral ? undefined : dataFolder, systemClock);
      const location = isEphemeral ? 'memory' : { folder: dataFolder };
      const stores = openEmbeddedStores(location, clock, logger, observed?.commits);
      clock.keep();
      const close = async () => {
        clock.close();
        await stores.close();
      };
      const traced = tracing?.executions(stores.executions) ?? stores.executions;
      return { ...stores, executions: observed?.executions(traced) ?? traced, close };
    },
    close: (stores) => stores.close(),
  };
}
