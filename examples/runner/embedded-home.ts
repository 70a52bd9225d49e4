import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalServer, startServer } from '../../src/local/start-server.ts';
import { createBucket, objectStore } from '../shared/object-store.ts';
import type { Example } from './example.ts';
import type { Home } from './run-case.ts';
import { serverHome } from './server-home.ts';

/** An embedded home that is gone once it is closed, with everything that some examples call. */
export interface EmbeddedHome extends AsyncDisposable {
  readonly home: Home;
  readonly server: LocalServer;
}

/** Opens one. Once `signal` is aborted, its callers wait no longer. */
export async function openEmbeddedHome(
  examples: readonly Example[],
  signal: AbortSignal,
): Promise<EmbeddedHome> {
  // It comes first among the folders, so that what is released into it hides older code.
  const released = mkdtempSync(join(tmpdir(), 'fdl-released-'));
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    objectPort: 0,
    uploads: examples.flatMap(({ uploads }) => uploads),
    isEphemeral: true,
    dataFolder: '',
    functionFolders: [released, ...examples.map(functionFolder).filter(existsSync)],
    flowFolders: [],
    limits: 'default',
  });
  const { api, objects = '' } = server;
  const s3 = objectStore({ objects });
  for (const bucket of examples.flatMap(({ buckets }) => buckets)) await createBucket(s3, bucket);
  const release = async (folder: URL) => cpSync(folder, released, { recursive: true });
  return {
    home: serverHome(api, signal, { objects, release, hasSchedules: true }),
    server,
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(released, { recursive: true });
    },
  };
}

function functionFolder({ folder }: Example): string {
  return fileURLToPath(new URL('functions', folder));
}
