import { DEFAULT_LIMITS, type DefinitionLimits } from '../limits.ts';
import type { Diagnostic } from './diagnostic.ts';
import { parseFlow } from './parse-flow.ts';

/** Every problem of a definition, in the order of the text; it is valid when none is an error. */
export function validateFlow(text: string, limits: DefinitionLimits = DEFAULT_LIMITS): readonly Diagnostic[] {
  return parseFlow(text, limits).diagnostics;
}
