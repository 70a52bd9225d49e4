import { parseRfc3339 } from '../../../common/rfc3339.ts';
import { toNumber } from '../../../expressions/conversion.ts';
import type { Source, WaitStep } from '../../../flow/flow.ts';
import { MAX_WAIT_SECONDS } from '../../../limits.ts';
import type { Field, YamlScalar } from '../../yaml/node.ts';
import type { Attributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { readReference } from '../expression.ts';
import { type ReadStep, readEnding } from '../step-scope.ts';
import { checkRange } from '../values.ts';
import { describe } from '../words.ts';

/** Reads a wait step: a duration or a timestamp, fixed or read from the step's input. */
export const readWait: ReadStep = (name, attributes) => ({
  type: 'wait',
  ...readEnding(name, attributes),
  ...readUntil(attributes),
});

function readUntil(attributes: Attributes): Pick<WaitStep, 'duration' | 'timestamp'> {
  attributes.exactlyOne(['duration', 'timestamp']);
  return {
    ...attributes.optional('duration', readDuration),
    ...attributes.optional('timestamp', readTimestamp),
  };
}

const NOW: Source = { kind: 'constant', value: 0 };

function readDuration(field: Field, context: Context): Source {
  const { node } = field;
  if (isPathText(node)) return readPath(node, field, context);
  const seconds = node.kind === 'scalar' ? toNumber(node.value) : undefined;
  if (Number.isSafeInteger(seconds)) {
    const range = { lowest: 0, highest: MAX_WAIT_SECONDS };
    return { kind: 'constant', value: checkRange(Number(seconds), range, field, context) };
  }
  const message = `Expected whole seconds or a path like $.seconds, found ${describe(node)}`;
  context.refuse('wrong-type', field, message);
  return NOW;
}

function readTimestamp(field: Field, context: Context): Source {
  const { node } = field;
  if (isPathText(node)) return readPath(node, field, context);
  if (node.kind === 'scalar' && parseRfc3339(node.text) !== undefined)
    return { kind: 'constant', value: node.text };
  const message = `Expected an RFC 3339 time like 2030-01-31T08:00:00Z or a path like $.when, found ${describe(node)}`;
  context.refuse('invalid-timestamp', field, message);
  return NOW;
}

type PathText = YamlScalar & { readonly value: string };

function isPathText(node: Field['node']): node is PathText {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.value.startsWith('$');
}

function readPath(node: PathText, field: Field, context: Context): Source {
  const path = readReference(node, node.value, ['$'], field, context);
  return path === undefined ? NOW : { kind: 'reference', path };
}
