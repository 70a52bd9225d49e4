import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildAppOptions, buildApp } from 'fauxqs';

/** The stores in which fauxqs keeps queues, topics and objects. */
export type FauxqsStores = NonNullable<BuildAppOptions['stores']>;

/** The classes of which fauxqs builds its server. */
export interface FauxqsParts {
  readonly buildApp: typeof buildApp;
  readonly SqsStore: new () => FauxqsStores['sqsStore'];
  readonly SnsStore: new () => FauxqsStores['snsStore'];
  readonly S3Store: new () => FauxqsStores['s3Store'];
  readonly PersistenceManager: new (folder: string) => NonNullable<FauxqsStores['sqsStore']['persistence']>;
}

/** An HTTP server that is not listening yet. */
export type FauxqsApp = Awaited<ReturnType<typeof buildApp>>;

/** The version whose files are named below. */
const VERSION = '2.4.1';
const FILES = ['app.js', 'sqs/sqsStore.js', 'sns/snsStore.js', 's3/s3Store.js', 'persistence.js'];

/** The folder of fauxqs. @throws when it is not installed, or in another version. */
export function findFauxqs(): string {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (manifest === undefined) throw new Error('The package fauxqs is not installed: run npm ci');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (version !== VERSION)
    throw new Error(`fauxqs ${VERSION} is needed, ${version} is installed: run npm ci`);
  return dirname(manifest);
}

/**
 * Loads the parts of fauxqs, on first use because that takes a while.
 *
 * Its one public way to a server with a data folder listens on every network interface, so the same parts are put
 * together here; they are not exported by the package and are found by path.
 */
export async function loadFauxqsParts(folder = findFauxqs()): Promise<FauxqsParts> {
  const load = (path: string) => import(pathToFileURL(join(folder, 'dist', path)).href);
  const modules = await Promise.all(FILES.map(load));
  return Object.assign({}, ...modules);
}
