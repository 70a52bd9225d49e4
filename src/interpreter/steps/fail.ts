import type { JsonObject, JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import type { FailStep, Source } from '../../flow/flow.ts';
import { evaluateSource } from '../mappings.ts';
import type { StepHandler } from '../step-handler.ts';

/** A fail step fails its list with its `error` and `cause` (docs/reference/language.md 3.6). */
export const fail: StepHandler<FailStep> = {
  start: (step, { input }) => ({
    phase: {
      kind: 'failing',
      failure: { error: text(step.error, input) || 'FnF.Fail', cause: text(step.cause, input) },
    },
  }),
};

function text(source: Source | undefined, input: JsonObject): string {
  const value: JsonValue | undefined = source && evaluateSource(source, input);
  if (value === undefined) return '';
  return typeof value === 'string' ? value : stringifyJson(value);
}
