import { QUEUE_DATABASE } from '../../adapters/embedded/queues/schema.ts';
import { EXECUTION_DATABASE } from '../../adapters/embedded/schema.ts';

/** Buckets and objects, which a data folder has once they were served. */
export const OBJECT_FILE = 'objects/fauxqs.db';

/** How far the time of the engine has come. */
export const CLOCK_FILE = 'clock';

/** The files that make up the data of a server, by their paths in the data folder; the first two are always there. */
export const DATA_FILES: readonly string[] = [
  EXECUTION_DATABASE.fileName,
  QUEUE_DATABASE.fileName,
  OBJECT_FILE,
  CLOCK_FILE,
];
