import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../src/cli/service/client.ts';
import { createBucket, objectStore, writeObject } from '../shared/object-store.ts';
import type { Home } from './run-case.ts';

/** The parts of a server besides its API; absent ones it has not. */
export interface ServerParts {
  /** Where objects are served whose upload starts flows. */
  readonly objects?: string;
  /** Where functions are released. */
  readonly release?: (folder: URL) => Promise<void>;
  readonly hasSchedules?: boolean;
  readonly fireSchedules?: () => Promise<void>;
}

const PAUSE_MILLISECONDS = 250;

/** The server behind an endpoint. Once `signal` is aborted, its callers wait no longer. */
export function serverHome(endpoint: string, signal: AbortSignal, parts: ServerParts = {}): Home {
  const client = createClient({ endpoint });
  const { objects, ...others } = parts;
  return {
    ...others,
    call: (operation, request) => client.call(operation, request, signal),
    pause: () => sleep(PAUSE_MILLISECONDS, undefined, { signal }),
    ...(objects !== undefined && { upload: uploader(objects) }),
  };
}

function uploader(objects: string): NonNullable<Home['upload']> {
  const s3 = objectStore({ objects });
  return async ({ bucket, key, body }) => {
    await createBucket(s3, bucket);
    await writeObject(s3, bucket, key, body);
  };
}
