import { isName, NAME_RULE } from '../../common/name.ts';
import { ApiError } from '../api-error.ts';
import type { Kind } from './params.ts';

/** Name of the flow that handles failures; the empty text for none. */
export const failureFlow: Kind<string> = {
  mayBeEmpty: true,
  allowed: `${NAME_RULE}, or the empty text for none`,
  parse: (given) =>
    typeof given === 'string' && (given === '' || isName(given))
      ? { value: given }
      : { problem: `must be the name of a flow (${NAME_RULE}), or empty for none` },
};

/** How the name goes into a record: none is not kept. @throws ApiError for a flow that would handle its own failures */
export function keptFailureFlow(flowName: string, given = ''): { readonly onFailure?: string } {
  if (given === flowName)
    throw new ApiError('InvalidArgument', `Parameter OnFailure: ${flowName} cannot handle its own failures`);
  return given === '' ? {} : { onFailure: given };
}
