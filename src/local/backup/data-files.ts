import { OBJECT_DATABASE } from '../../adapters/embedded/objects/schema.ts';
import { QUEUE_DATABASE } from '../../adapters/embedded/queues/schema.ts';
import { EXECUTION_DATABASE } from '../../adapters/embedded/schema.ts';

/** How far the time of the engine has come. */
export const CLOCK_FILE = 'clock';

/** The files that make up the data of a server; the first two are in every backup, that of objects in those of earlier versions only where objects were served. */
export const DATA_FILES: readonly string[] = [
  EXECUTION_DATABASE.fileName,
  QUEUE_DATABASE.fileName,
  OBJECT_DATABASE.fileName,
  CLOCK_FILE,
];
