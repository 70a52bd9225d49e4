import type { DatabaseSync } from 'node:sqlite';
import { DataError } from './data-error.ts';

/** What a database holds, and the file of a data folder in which it does. */
export interface DatabaseKind {
  readonly fileName: string;
  /** Goes up by one with every change of the tables. */
  readonly version: number;
  /** The SQL that creates everything. */
  readonly tables: string;
}

/**
 * Creates the tables of a new database.
 *
 * @throws DataError when the database was written by a newer program.
 */
export function prepareSchema(
  database: DatabaseSync,
  place: string,
  { version: known, tables }: Pick<DatabaseKind, 'version' | 'tables'>,
): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > known) {
    throw new DataError(
      `Data in ${place}: written by a newer version of this program (format ${version}; this one knows ${known})`,
    );
  }
  if (version === known) return;
  database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${known}; COMMIT`);
}
