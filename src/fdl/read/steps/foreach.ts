import type { ForeachStep } from '../../../flow/flow.ts';
import type { Field } from '../../yaml/node.ts';
import { Attributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { readInputPath } from '../expression.ts';
import { type ReadStep, readEnding, warnedIfEmpty } from '../step-scope.ts';
import { readText } from '../values.ts';

/** Reads a foreach step. */
export const readForeach: ReadStep = (name, attributes, { readSteps }) => ({
  type: 'foreach',
  ...readEnding(name, attributes),
  ...attributes.required('iterationMapping', readIteration, NO_ITERATION),
  steps: attributes.required('steps', warnedIfEmpty(readSteps, 'each iteration ends at once'), []),
});

type Iteration = Pick<ForeachStep, 'collection' | 'item' | 'index'>;

const NO_ITERATION: Iteration = { collection: { root: 'input', segments: [] }, item: '' };
/** The attributes of an iterationMapping. */
export const ITERATION_RULES = {
  owner: 'an iterationMapping',
  allowed: ['collection', 'item', 'index'],
} as const;

function readIteration(field: Field, context: Context): Iteration {
  const attributes = new Attributes(field, context, ITERATION_RULES);
  const iteration = {
    collection: attributes.required('collection', readInputPath, NO_ITERATION.collection),
    item: attributes.required('item', readText, ''),
    ...attributes.optional('index', readText),
  };
  if (iteration.item !== '' && iteration.item === iteration.index) {
    context.refuse('conflicting-attributes', field, 'The item and the index must have different keys');
  }
  return iteration;
}
