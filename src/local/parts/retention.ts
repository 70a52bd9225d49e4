import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import type { EngineServices } from '../../engine/services.ts';
import { startRetention } from '../retention.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Part } from './parts.ts';

/** As on AWS. */
const DEFAULT_RETENTION_DAYS = 90;

/** The removal of executions that ended long ago. */
export function retentionPart(
  { retentionDays: days = DEFAULT_RETENTION_DAYS }: ServerOptions,
  { ended }: EmbeddedStores,
  { clock, logger }: EngineServices,
): Part<() => void> {
  return {
    name: 'retention',
    open: () => startRetention({ ended, days, clock, logger }),
    close: (stop) => stop(),
  };
}
