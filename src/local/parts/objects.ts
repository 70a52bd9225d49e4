import type { EngineServices } from '../../engine/services.ts';
import type { ObjectServer } from '../objects/object-server.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/**
 * Objects on a port of their own, where the options ask for one.
 *
 * Starts of objects that are uploaded early wait until the engine has recovered its executions.
 */
export function objectsPart(
  { host, objectPort, uploads = [], isEphemeral, dataFolder, credentials, tls }: ServerOptions,
  { logger }: Log,
  services: EngineServices,
  engineStarted: Promise<void>,
): Part<ObjectServer | undefined> {
  return {
    name: 'objects',
    open: async () => {
      if (objectPort === undefined) return undefined;
      const { ObjectServer } = await import('../objects/object-server.ts');
      const { startOnUpload } = await import('../objects/start-on-upload.ts');
      return await ObjectServer.open({
        host,
        port: objectPort,
        ...(credentials !== undefined && { credentials }),
        ...(tls !== undefined && { tls }),
        location: isEphemeral ? 'memory' : { folder: dataFolder },
        logger,
        buckets: uploads.map(({ bucket }) => bucket),
        onCreated: async (created) => {
          await engineStarted;
          await startOnUpload(created, uploads, services);
        },
      });
    },
    close: (objects) => objects?.close(),
  };
}
