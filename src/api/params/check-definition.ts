import { stringifyJson } from '../../common/json-text.ts';
import type { Diagnostic } from '../../fdl/diagnostic.ts';
import { parseFlow } from '../../fdl/parse-flow.ts';
import type { DefinitionLimits } from '../../limits.ts';
import { ApiError } from '../api-error.ts';

const SHOWN_PROBLEMS = 10;

/**
 * Accepts the definition of the flow `name`; warnings do not matter.
 *
 * @throws ApiError `InvalidArgument` that lists the first problems with their places.
 */
export function checkDefinition(name: string, definition: string, limits: DefinitionLimits): void {
  const { flow, diagnostics } = parseFlow(definition, limits);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (flow === undefined || errors.length > 0) throw new ApiError('InvalidArgument', listProblems(errors));
  if (flow.name !== undefined && flow.name !== name) {
    throw new ApiError(
      'InvalidArgument',
      `The definition's name is ${stringifyJson(flow.name)}; allowed is the flow's name, ${name}, or none`,
    );
  }
}

function listProblems(errors: readonly Diagnostic[]): string {
  const shown = errors.slice(0, SHOWN_PROBLEMS).map(({ path, line, column, message, code }) => {
    const place = path === '' ? '' : `${path}: `;
    return `line ${line}, column ${column}: ${place}${message} (${code})`;
  });
  const rest = errors.length - shown.length;
  const lines = rest > 0 ? [...shown, `and ${rest} more`] : shown;
  return ['Parameter Definition is not a valid flow:', ...lines].join('\n');
}
