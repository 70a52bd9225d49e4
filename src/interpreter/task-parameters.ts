import type { JsonObject, JsonValue } from '../common/json.ts';
import type { TaskStep } from '../flow/flow.ts';
import { evaluateSource } from './mappings.ts';

/** Evaluated service parameters; one whose path leads nowhere is left out (docs/reference/language.md 2.5). */
export function taskParameters(step: TaskStep, input: JsonObject): JsonObject {
  const entries: [string, JsonValue][] = [];
  for (const [name, source] of Object.entries(step.serviceParams ?? {})) {
    const value = evaluateSource(source, input);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
