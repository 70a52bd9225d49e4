import { MACHINE } from '../../adapters/embedded/kept-clock.ts';
import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import type { EngineServices } from '../../engine/services.ts';
import { openConfirmedTime } from '../confirmed-time.ts';
import { startRetention } from '../retention.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Part } from './parts.ts';

/** As on AWS. */
const DEFAULT_RETENTION_DAYS = 90;

/** The removal of executions that ended long ago. */
export function retentionPart(
  { retentionDays: days = DEFAULT_RETENTION_DAYS, isEphemeral, dataFolder }: ServerOptions,
  { ended }: EmbeddedStores,
  { logger }: EngineServices,
): Part<() => void> {
  return {
    name: 'retention',
    open: () => {
      const confirmed = openConfirmedTime(isEphemeral ? undefined : dataFolder);
      return startRetention({ ended, days, machine: MACHINE, confirmed, logger });
    },
    close: (stop) => stop(),
  };
}
