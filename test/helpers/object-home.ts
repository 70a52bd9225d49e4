import { openObjects } from '../../src/adapters/embedded/objects/open-objects.ts';
import type { DataLocation } from '../../src/adapters/embedded/open-database.ts';
import { randomIds, systemClock } from '../../src/adapters/system.ts';
import type { ObjectCreated } from '../../src/local/objects/object-created.ts';
import { ObjectEvents } from '../../src/local/objects/object-events.ts';
import { ObjectServer, type ObjectServerOptions } from '../../src/local/objects/object-server.ts';

/** How objects are served, and where they are kept. */
export interface ObjectHomeOptions extends Omit<ObjectServerOptions, 'objects' | 'events'> {
  readonly location: DataLocation;
  /** Buckets that exist from the start. */
  readonly buckets: readonly string[];
  readonly onCreated: (created: ObjectCreated) => Promise<void>;
}

/** Objects that are served. */
export interface ObjectHome {
  readonly url: string;
  close(): Promise<void>;
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** Objects on a free port, in memory unless told otherwise. */
export async function openObjectHome({
  location = 'memory',
  buckets = [],
  onCreated = async () => {},
  ...options
}: Partial<ObjectHomeOptions> = {}): Promise<ObjectHome> {
  const kept = await openObjects(location, { clock: systemClock, ids: randomIds });
  const { objects } = kept;
  for (const bucket of buckets) await objects.createBucket(bucket);
  const events = new ObjectEvents(onCreated);
  const server = await ObjectServer.open({
    host: '127.0.0.1',
    port: 0,
    logger: SILENT,
    ...options,
    objects,
    events,
  });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await kept.close();
    },
  };
}
