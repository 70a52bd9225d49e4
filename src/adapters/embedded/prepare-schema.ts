import type { DatabaseSync } from 'node:sqlite';
import { DataError } from './data-error.ts';
import type { DatabaseKind } from './open-database.ts';

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
