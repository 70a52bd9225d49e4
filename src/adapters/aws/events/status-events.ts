import type { EngineServices } from '../../../engine/services.ts';
import type { StatusEvents } from '../../../ports/status-events.ts';
import type { AwsConfig } from '../config.ts';
import type { EventBridgeParts } from './event-bridge.ts';

/** The events of a deployment; undefined where none are asked for. Their client is loaded with the first one. */
export function statusEventsOf(
  { events, region, accountId: account }: Pick<AwsConfig, 'events' | 'region' | 'accountId'>,
  { blobs, queue, logger }: Pick<EngineServices, 'blobs' | 'queue' | 'logger'>,
): StatusEvents | undefined {
  if (events === undefined) return undefined;
  const { bus, changes } = events;
  let opened: ReturnType<typeof openClient> | undefined;
  const client = () => {
    opened ??= openClient({ bus, origin: { region, account }, blobs, queue, logger });
    return opened;
  };
  return {
    changes: new Set(changes),
    tell: async (told) => (await client()).tell(told),
    retry: async (detail) => (await client()).retry(detail),
  };
}

async function openClient(parts: EventBridgeParts) {
  return new (await import('./event-bridge.ts')).EventBridge(parts);
}
