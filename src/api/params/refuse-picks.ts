import { cutText } from '../../common/cut-text.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { ApiError } from '../api-error.ts';
import type { GivenParams, ParamTable } from './params.ts';

/** Parameters of today's API that pick a version or a map run, and the values that pick the only one served here. */
const PICKS: Readonly<Record<string, readonly string[]>> = {
  Qualifier: ['', 'LATEST'],
  FlowVersion: ['', 'LATEST'],
  MapRunName: [''],
};

/** Their names. */
export const PICKING_PARAMS: readonly string[] = Object.keys(PICKS);

/**
 * Refuses parameters that pick a version or run where an operation has none: to ignore them would run or show something else.
 *
 * @throws ApiError `InvalidArgument` with the parameter and the values that it may have.
 */
export function refusePicks(table: ParamTable, given: GivenParams): void {
  for (const [name, served] of Object.entries(PICKS)) {
    if (Object.hasOwn(table, name)) continue;
    const value = given.get(name) ?? '';
    if (typeof value === 'string' && served.includes(value)) continue;
    const shown = cutText(stringifyJson(value), 80);
    const allowed = served.map((word) => stringifyJson(word)).join(', ');
    throw new ApiError(
      'InvalidArgument',
      `Parameter ${name} is ${shown}; this operation picks none, allowed is ${allowed}`,
    );
  }
}
