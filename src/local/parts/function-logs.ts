import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import { LineKeeper } from '../logs/line-keeper.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** Keeps the lines that functions print beside the executions; closed after the functions have ended. */
export function functionLogsPart({ logs, clock }: EmbeddedStores, { logger, alsoTo }: Log): Part<LineKeeper> {
  return {
    name: 'the logs of functions',
    open: () => {
      const keeper = new LineKeeper(logs, logger, () => clock.now());
      alsoTo(keeper.take);
      return keeper;
    },
    close: (keeper) => {
      alsoTo(() => {});
      return keeper.flush();
    },
  };
}
