import { UnavailableError } from '../../ports/unavailable.ts';

/** The data folder cannot be used, or a write to it failed; the message gives the reason in a user's words. */
export class DataError extends UnavailableError {
  constructor(message: string, cause?: unknown) {
    super(message, { cause, isOverload: false });
  }
}

/** Primary result codes of SQLite that a user can do something about. */
const ADVICE: Readonly<Record<number, string>> = {
  5: 'the database is in use by another process',
  8: 'the folder or its files cannot be written to',
  10: 'reading or writing failed; the disk is full, broken or gone',
  11: 'the database file is damaged',
  13: 'the disk is full',
  14: 'the database file cannot be opened or created',
  26: 'the file is not a database of this program',
};

/** The error of a database call in a user's words, naming the place; other errors come back unchanged. */
export function explainError(place: string, error: unknown): unknown {
  const code = primaryCode(error);
  const advice = code === undefined ? undefined : ADVICE[code];
  if (advice === undefined) return error;
  return new DataError(`Data in ${place}: ${advice}`, error);
}

/** True when another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === 5;
}

/** Extended result codes carry the primary one in their lowest byte. */
function primaryCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}
