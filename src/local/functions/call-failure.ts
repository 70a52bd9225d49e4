import type { Failure } from '../../interpreter/event.ts';
import type { ThrownError, UnloadableBy } from './protocol.ts';

/** Names that give no reason. */
const GENERIC_TYPES: ReadonlySet<string> = new Set(['', 'Error', 'Exception', 'BaseException']);

const PROCESS_EXITED = 'Process exited unexpectedly before completing request';

/** The failure of a function that threw: its error's class names it, the whole report is the cause. */
export function thrownFailure(error: ThrownError): Failure {
  return {
    error: GENERIC_TYPES.has(error.errorType) ? 'FC.Unknown' : error.errorType,
    cause: JSON.stringify(error),
  };
}

/** The failure of a function that returned something JSON cannot hold. */
export function unwritableFailure(error: ThrownError): Failure {
  const errorMessage = `The function's result cannot be written as JSON: ${error.errorMessage}`;
  return { error: 'FnF.InvalidLocal', cause: JSON.stringify({ ...error, errorMessage }) };
}

/** The failure of a function whose result is larger than the data of a step may be. */
export function sizeFailure(bytes: number, limit: number): Failure {
  const errorMessage = `The function answered ${bytes} bytes; at most ${limit} are allowed`;
  return { error: 'FnF.DataLimitExceeded', cause: JSON.stringify({ errorMessage }) };
}

/** The failure of a call whose process ended under it. */
export function exitFailure(reason?: string): Failure {
  return unknownFailure(reason === undefined ? PROCESS_EXITED : `${PROCESS_EXITED} (${reason})`);
}

/** The failure of a call that took longer than it may. */
export function timeoutFailure(seconds: number): Failure {
  return unknownFailure(`Function timed out after ${Math.round(seconds * 10) / 10} seconds`);
}

/** The failure of a function whose code takes no calls. */
export function loadFailure(file: string, error: ThrownError, by: UnloadableBy): Failure {
  if (by === 'initializer') return thrownFailure(error);
  if (by === 'handler') return { error: 'FC.HandlerNotFound', cause: JSON.stringify(error) };
  const errorMessage = `${file} cannot be loaded: ${error.errorMessage}`;
  return { error: 'FC.Unknown', cause: JSON.stringify({ ...error, errorMessage }) };
}

function unknownFailure(errorMessage: string): Failure {
  return { error: 'FC.Unknown', cause: JSON.stringify({ errorMessage }) };
}
