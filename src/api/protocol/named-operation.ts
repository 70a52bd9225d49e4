import { cutText } from '../../common/cut-text.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { ApiError } from '../api-error.ts';
import type { OperationName } from '../contract.ts';
import { OPERATION_NAMES } from '../operations.ts';
import type { ApiCall } from './read-call.ts';

const VERSION = '2019-03-15';

/**
 * Every response is JSON, as its content type says. Python's old SDK sends the word None where no format was chosen; tools
 * that ask for XML by habit read the content type.
 */
const FORMATS: readonly string[] = ['JSON', 'XML', 'NONE'];

/**
 * The operation that a call names, and in the RPC protocol the version of the API it means.
 *
 * @throws ApiError `ActionNotSupported`, `APIVersionNotSupported`, `MissingRequiredParams` or `InvalidArgument`
 */
export function namedOperation(call: ApiCall): OperationName {
  if (call.binding === 'json') return knownOperation(call.operation);
  const missing = ['Action', 'Version'].filter((name) => !call.given.get(name));
  if (missing.length > 0) {
    throw new ApiError('MissingRequiredParams', `Missing required parameter ${missing.join(', ')}`);
  }
  const version = call.given.get('Version');
  if (version !== VERSION) {
    throw new ApiError(
      'APIVersionNotSupported',
      `Version ${quote(version)} is not served; allowed is ${VERSION}`,
    );
  }
  const format = call.given.get('Format') || 'JSON';
  if (!FORMATS.includes(format.toUpperCase())) {
    throw new ApiError(
      'InvalidArgument',
      `Parameter Format is ${quote(format)}; allowed are JSON and XML, both answered in JSON`,
    );
  }
  return knownOperation(call.given.get('Action'));
}

function knownOperation(given: string | undefined): OperationName {
  const found = OPERATION_NAMES.find((name) => name === given);
  if (found !== undefined) return found;
  throw new ApiError(
    'ActionNotSupported',
    `Operation ${quote(given)} is not known; known are ${OPERATION_NAMES.join(', ')}`,
  );
}

function quote(given = ''): string {
  return stringifyJson(cutText(given, 80));
}
