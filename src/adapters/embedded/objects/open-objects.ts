import type { Clock, Ids } from '../../../ports/clock.ts';
import { GroupCommit } from '../group-commit.ts';
import { type DataLocation, openDatabase } from '../open-database.ts';
import { Statements } from '../statements.ts';
import { Contents } from './contents.ts';
import { EmbeddedObjectStore } from './object-store.ts';
import { OBJECT_DATABASE } from './schema.ts';

/** Objects of one database. */
export interface EmbeddedObjects {
  readonly objects: EmbeddedObjectStore;
  /** Writes all that is kept, as it is now, into a new file. @throws DataError when it cannot */
  copyInto(file: string): void;
  /** Commits pending writes and frees the database. */
  close(): Promise<void>;
}

/** Opens the buckets and objects of a data folder. */
export async function openObjects(
  location: DataLocation,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
): Promise<EmbeddedObjects> {
  const opened = openDatabase(location, OBJECT_DATABASE);
  const sql = new Statements(opened.database);
  const commits = new GroupCommit(opened);
  const contents = new Contents(sql, commits);
  await commits.write(() => contents.sweep());
  return {
    objects: new EmbeddedObjectStore({ sql, commits, contents, clock, ids }),
    copyInto: opened.copyInto,
    close: async () => {
      await commits.close();
      opened.close();
    },
  };
}
