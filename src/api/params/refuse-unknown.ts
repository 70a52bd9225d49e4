import { cutText } from '../../common/cut-text.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { suggest } from '../../common/suggest.ts';
import { ApiError } from '../api-error.ts';
import type { GivenParams, ParamTable } from './params.ts';
import { PICKING_PARAMS } from './refuse-picks.ts';

/** Most unknown parameters that a message names; of more it gives the number only. */
const SHOWN_NAMES = 3;
const SHOWN_CHARACTERS = 40;

/** Comes back with every response. */
const OF_EVERY_OPERATION = 'RequestId';

/**
 * Refuses parameters that an operation does not have: a typing error would otherwise start something else than meant.
 *
 * @throws ApiError `InvalidArgument` with the parameters that the operation has, and the nearest one.
 */
export function refuseUnknown(operation: string, table: ParamTable, given: GivenParams): void {
  const known = [...Object.keys(table), OF_EVERY_OPERATION];
  const unknown = [...given.keys()].filter((name) => !known.includes(name) && !PICKING_PARAMS.includes(name));
  if (unknown.length === 0) return;
  const shown = unknown
    .slice(0, SHOWN_NAMES)
    .map((name) => `Parameter ${quote(name)} is not known to ${operation}.${suggest(name, known)}`);
  const rest = unknown.length - shown.length;
  throw new ApiError(
    'InvalidArgument',
    [...shown, ...(rest > 0 ? [`So are ${rest} more.`] : []), `Known are ${known.join(', ')}`].join(' '),
  );
}

function quote(name: string): string {
  return stringifyJson(cutText(name, SHOWN_CHARACTERS));
}
