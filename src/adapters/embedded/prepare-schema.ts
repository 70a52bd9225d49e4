import type { DatabaseSync } from 'node:sqlite';
import { DataError } from './data-error.ts';

/** The schema of a database, and its file in a data folder. */
export interface DatabaseKind {
  readonly fileName: string;
  /** Goes up by one with every change of the tables. */
  readonly version: number;
  /** The SQL that creates everything. */
  readonly tables: string;
  /** Upgrades from each version to the next; the first begins at version 1. */
  readonly upgrades: readonly ((database: DatabaseSync) => void)[];
}

/**
 * Creates the tables of a new database; brings one of an earlier version to this one, or leaves it as it is.
 *
 * @throws DataError when the database was written by a newer program.
 */
export function prepareSchema(
  database: DatabaseSync,
  place: string,
  { version: known, tables, upgrades }: DatabaseKind,
): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > known) {
    throw new DataError(
      `Data in ${place}: written by a newer version of this program (format ${version}; this one knows ${known})`,
    );
  }
  if (version === known) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (version === 0) database.exec(tables);
    else for (const upgrade of upgrades.slice(version - 1)) upgrade(database);
    database.exec(`PRAGMA user_version = ${known}; COMMIT`);
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
