import type { Pattern, TaskTarget } from '../../flow/flow.ts';
import type { Field } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { listWords } from './words.ts';

/** Table 5.1 of the language page. */
const SUPPORTED: Readonly<Record<TaskTarget['kind'], readonly Pattern[]>> = {
  function: ['requestResponse', 'waitForCallback'],
  lambda: ['requestResponse', 'waitForCallback'],
  queue: ['requestResponse', 'waitForCallback'],
  topic: ['requestResponse', 'waitForCallback'],
  flow: ['requestResponse', 'sync', 'waitForCallback'],
  startExecution: ['requestResponse'],
};

/** What a target is, as messages name it. */
export const TARGET_NAMES: Readonly<Record<TaskTarget['kind'], string>> = {
  function: 'a function',
  lambda: 'a function',
  queue: 'a queue',
  topic: 'a topic',
  flow: 'a flow',
  startExecution: 'fnf:StartExecution',
};

/** Reports a pattern that the target does not support. */
export function checkPattern(pattern: Pattern, { kind }: TaskTarget, field: Field, context: Context): void {
  const supported = SUPPORTED[kind];
  if (supported.includes(pattern)) return;
  const message = `The pattern ${pattern} is not supported by ${TARGET_NAMES[kind]}; supported are ${listWords(supported)}`;
  context.refuse('unsupported-pattern', field, message);
}
