import { ObjectServer, type ObjectServerOptions } from '../../src/local/objects/object-server.ts';

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** Objects on a free port, in memory unless told otherwise. */
export function openObjectHome(options: Partial<ObjectServerOptions> = {}): Promise<ObjectServer> {
  return ObjectServer.open({
    host: '127.0.0.1',
    port: 0,
    location: 'memory',
    buckets: [],
    logger: SILENT,
    onCreated: async () => {},
    ...options,
  });
}
