import type { Pattern } from '../../targets/target-kind.ts';
import { kindOf, readTarget, shapesOf, type TaskTarget } from '../../targets/targets.ts';
import type { Field } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { readText } from './values.ts';
import { listWords, quote } from './words.ts';

/** Reads a `resourceArn` (docs/reference/language.md 4.1); `undefined` for one that cannot be called, which is reported. */
export function readResource(field: Field, context: Context): TaskTarget | undefined {
  const arn = readText(field, context);
  const target = readTarget('resourceArn', arn);
  if (target !== undefined) return target;
  const advice = /[{}<>]/.test(arn) ? ' Replace the placeholders.' : '';
  context.refuse(
    'invalid-resource',
    field,
    `${quote(arn)} names nothing a task can call; the forms are ${shapesOf('resourceArn').join(', ')}.${advice}`,
  );
  return undefined;
}

/** Reads an `action`; the only one with a counterpart here is `fnf:StartExecution`. */
export function readAction(field: Field, context: Context): TaskTarget | undefined {
  const action = readText(field, context);
  const target = readTarget('action', action);
  if (target !== undefined) return target;
  context.refuse(
    'invalid-resource',
    field,
    `The only supported action is ${shapesOf('action').join(', ')}, found ${quote(action)}`,
  );
  return undefined;
}

/** Reports a pattern that the target does not support. */
export function checkPattern(pattern: Pattern, target: TaskTarget, field: Field, context: Context): void {
  const { noun, patterns } = kindOf(target);
  if (patterns.includes(pattern)) return;
  const message = `The pattern ${pattern} is not supported by ${noun}; supported are ${listWords(patterns)}`;
  context.refuse('unsupported-pattern', field, message);
}
