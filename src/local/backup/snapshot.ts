import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EmbeddedObjects } from '../../adapters/embedded/objects/open-objects.ts';
import { OBJECT_DATABASE } from '../../adapters/embedded/objects/schema.ts';
import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import { PRIVATE_FILE } from '../../adapters/embedded/private-files.ts';
import type { EmbeddedQueues } from '../../adapters/embedded/queues/open-queues.ts';
import { QUEUE_DATABASE } from '../../adapters/embedded/queues/schema.ts';
import { EXECUTION_DATABASE } from '../../adapters/embedded/schema.ts';
import { CLOCK_FILE } from './data-files.ts';

const PREFIX = 'backup-';

/** A snapshot that is still there then was left behind by a command that was killed. */
const LEFT_AFTER_MS = 24 * 3_600_000;

/** The data of which a snapshot is taken. */
export interface Kept {
  readonly stores: Pick<EmbeddedStores, 'commits' | 'copyInto' | 'clock'>;
  readonly queues: Pick<EmbeddedQueues, 'copyInto'>;
  readonly objects: Pick<EmbeddedObjects, 'copyInto'>;
}

/**
 * Copies everything that a server keeps into a new folder inside its data folder, and returns the path.
 *
 * All databases are copied in one turn of the event loop, in which nothing is written: the copies fit together as if the
 * process had been killed there.
 *
 * @throws DataError when there is no room; nothing is left then
 */
export async function takeSnapshot(dataFolder: string, { stores, queues, objects }: Kept): Promise<string> {
  removeLeftSnapshots(dataFolder);
  return await stores.commits.read(() => {
    const folder = mkdtempSync(join(resolve(dataFolder), PREFIX));
    try {
      stores.copyInto(join(folder, EXECUTION_DATABASE.fileName));
      queues.copyInto(join(folder, QUEUE_DATABASE.fileName));
      objects.copyInto(join(folder, OBJECT_DATABASE.fileName));
      writeFileSync(join(folder, CLOCK_FILE), String(stores.clock.now()), { mode: PRIVATE_FILE });
      return folder;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  });
}

function removeLeftSnapshots(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    const path = join(dataFolder, name);
    if (!name.startsWith(PREFIX) || Date.now() - statSync(path).mtimeMs < LEFT_AFTER_MS) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
