import { unreachable } from '../../common/unreachable.ts';
import type { Condition } from '../../expressions/condition.ts';
import { parseCondition } from '../../expressions/parse-condition.ts';
import { type PathStart, parsePath } from '../../expressions/parse-path.ts';
import type { Path } from '../../expressions/path.ts';
import type { ExpressionProblem, Parsed } from '../../expressions/problem.ts';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import type { Field, Place, YamlScalar } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { readText } from './values.ts';
import { describe } from './words.ts';

/** Parses a reference that may begin with `starts`; `undefined` when it cannot be parsed, which is reported. */
export function readReference(
  node: YamlScalar,
  text: string,
  starts: readonly PathStart[],
  field: Field,
  context: Context,
): Path | undefined {
  const path = accept(parsePath(text, starts), 'invalid-path', node, field, context);
  if (path !== undefined) context.references.set(path, field);
  return path;
}

const NO_PATH: Path = { root: 'input', segments: [] };

/** Reads a path into the step's input, such as `$.items`. */
export function readInputPath(field: Field, context: Context): Path {
  const { node } = field;
  const text = readText(field, context);
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return NO_PATH;
  return readReference(node, text, ['$'], field, context) ?? NO_PATH;
}

const NO_CONDITION: Condition = { kind: 'literal', value: null };

/** Reads a choice condition; a plain `true` or number is one too. */
export function readCondition(field: Field, context: Context): Condition {
  const { node } = field;
  if (node.kind !== 'scalar' || node.value === null) {
    context.refuse('wrong-type', field, `Expected a condition as text, found ${describe(node)}`);
    return NO_CONDITION;
  }
  const text = typeof node.value === 'string' ? node.value : node.text;
  const condition = accept(parseCondition(text), 'invalid-condition', node, field, context);
  if (condition === undefined) return NO_CONDITION;
  for (const path of pathsOf(condition)) context.references.set(path, field);
  return condition;
}

/** Every path a condition reads. */
export function pathsOf(condition: Condition): readonly Path[] {
  switch (condition.kind) {
    case 'literal':
      return [];
    case 'path':
      return [condition.path];
    case 'not':
    case 'negate':
      return pathsOf(condition.operand);
    case 'and':
    case 'or':
    case 'compare':
      return [...pathsOf(condition.left), ...pathsOf(condition.right)];
    default:
      return unreachable(condition);
  }
}

function accept<T>(
  parsed: Parsed<T>,
  code: DiagnosticCode,
  node: YamlScalar,
  { path }: Field,
  context: Context,
): T | undefined {
  if (parsed.ok) return parsed.value;
  context.report.add(code, locate(parsed.problem, node, context.text), path, parsed.problem.message);
  return undefined;
}

/** The place of a problem inside a scalar; the whole scalar when escapes or folding moved its letters. */
function locate({ offset, length }: ExpressionProblem, node: YamlScalar, text: string): Place {
  const written = node.isPlain ? node.start : node.start + 1;
  if (!text.startsWith(node.text, written)) return node;
  return { start: written + offset, end: written + offset + length };
}
