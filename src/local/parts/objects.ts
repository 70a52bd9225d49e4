import { FlowObjects } from '../../adapters/embedded/objects/flow-objects.ts';
import { type EmbeddedObjects, openObjects } from '../../adapters/embedded/objects/open-objects.ts';
import { randomIds, systemClock } from '../../adapters/system.ts';
import type { EngineServices } from '../../engine/services.ts';
import type { Objects } from '../../ports/objects.ts';
import { ObjectEvents } from '../objects/object-events.ts';
import type { ObjectServer } from '../objects/object-server.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** The objects of the data folder: flows use them, whether they are served to others or not. */
export function objectsPart({ isEphemeral, dataFolder, uploads = [] }: ServerOptions): Part<EmbeddedObjects> {
  return {
    name: 'objects',
    open: async () => {
      const location = isEphemeral ? 'memory' : { folder: dataFolder };
      const opened = await openObjects(location, { clock: systemClock, ids: randomIds });
      for (const { bucket } of uploads) await opened.objects.createBucket(bucket);
      return opened;
    },
    close: (opened) => opened.close(),
  };
}

/**
 * Starts flows of new objects, those of uploads and those that flows write.
 *
 * Starts of objects that come early wait until the engine has recovered its executions.
 */
export function startsOnObjects(
  { uploads = [] }: ServerOptions,
  services: () => EngineServices,
  engineStarted: Promise<void>,
): ObjectEvents {
  return new ObjectEvents(async (created) => {
    await engineStarted;
    const { startOnUpload } = await import('../objects/start-on-upload.ts');
    await startOnUpload(created, uploads, services());
  });
}

/** The objects as flows use them. */
export function flowObjects({ objects }: EmbeddedObjects, events: ObjectEvents): Objects {
  return new FlowObjects(objects, (bucket, object) => events.tell(bucket, object, 'PutObject'));
}

/** Objects on a port of their own, where the options ask for one. */
export function objectServerPart(
  { host, objectPort: port, credentials, tls }: ServerOptions,
  { objects }: EmbeddedObjects,
  events: ObjectEvents,
  { logger }: Log,
): Part<ObjectServer | undefined> {
  return {
    name: 'the port of objects',
    open: async () => {
      if (port === undefined) return undefined;
      const { ObjectServer } = await import('../objects/object-server.ts');
      return await ObjectServer.open({
        host,
        port,
        ...(credentials !== undefined && { credentials }),
        ...(tls !== undefined && { tls }),
        objects,
        events,
        logger,
      });
    },
    close: (server) => server?.close(),
  };
}
