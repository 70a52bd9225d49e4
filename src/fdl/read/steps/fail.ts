import type { Source } from '../../../flow/flow.ts';
import type { Field } from '../../yaml/node.ts';
import { readConstant } from '../constant.ts';
import type { Context } from '../context.ts';
import { readReference } from '../expression.ts';
import { type ReadStep, readCommon } from '../step-scope.ts';
import { readText } from '../values.ts';

/** Reads a fail step. */
export const readFail: ReadStep = (name, attributes) => ({
  type: 'fail',
  ...readCommon(name, attributes),
  ...attributes.optional('error', readTextOrInput),
  ...attributes.optional('cause', readTextOrInput),
});

/** Constant text, except that `$` and `$.x` read the step's input (docs/reference/language.md 3.6). */
function readTextOrInput(field: Field, context: Context): Source {
  const { node } = field;
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    if (!/^\$(?:$|[.[])/.test(node.value)) return { kind: 'constant', value: readConstant(field, context) };
    const path = readReference(node, node.value, ['$'], field, context);
    if (path !== undefined) return { kind: 'reference', path };
  }
  return { kind: 'constant', value: readText(field, context) };
}
