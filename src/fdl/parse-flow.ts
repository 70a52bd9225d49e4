import { utf8Bytes } from '../common/text-bytes.ts';
import type { Flow } from '../flow/flow.ts';
import { DEFAULT_LIMITS, type DefinitionLimits } from '../limits.ts';
import { warnOfMissing } from './check/never-produced.ts';
import type { Diagnostic } from './diagnostic.ts';
import { otherLanguage } from './other-language.ts';
import { Context } from './read/context.ts';
import { readDefinition } from './read/definition.ts';
import { Report } from './report.ts';
import { readYaml } from './yaml/read-yaml.ts';

/** A parsed definition: every problem, in the order of the text, and the flow exactly when none is an error. */
export interface ParsedFlow {
  readonly flow?: Flow;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a definition, YAML or JSON; never throws.
 *
 * A text that is too large, not YAML, or in another language gets only that problem. References that nothing can have produced are looked
 * for once there are no errors.
 */
export function parseFlow(text: string, limits: DefinitionLimits = DEFAULT_LIMITS): ParsedFlow {
  const report = new Report(text);
  const flow = read(text, limits, report);
  const diagnostics = report.list();
  return flow === undefined ? { diagnostics } : { flow, diagnostics };
}

function read(text: string, limits: DefinitionLimits, report: Report): Flow | undefined {
  const bytes = text.length > limits.definitionBytes ? text.length : utf8Bytes(text);
  if (bytes > limits.definitionBytes) {
    const message = `A definition may have at most ${limits.definitionBytes} bytes; this text has at least ${bytes}`;
    report.add('definition-too-large', { start: 0, end: 0 }, '', message);
    return undefined;
  }
  const node = readYaml(text, limits, report);
  if (node === undefined) return undefined;
  const other = otherLanguage(node);
  if (other !== undefined) {
    report.add('other-language', other.sign.keyPlace, '', other.message);
    return undefined;
  }
  const context = new Context(text, limits, report);
  const flow = readDefinition({ node, path: '' }, context);
  if (report.hasErrors) return undefined;
  warnOfMissing(flow, context);
  return flow;
}
