import type { ForeachStep } from '../../../flow/flow.ts';
import { mapTarget } from '../../../targets/map-run.ts';
import type { Field } from '../../yaml/node.ts';
import { Attributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { readInputPath } from '../expression.ts';
import { type ReadStep, readEnding, warnedIfEmpty } from '../step-scope.ts';
import { readText } from '../values.ts';
import { BATCH_DEFAULTS, readDistributed } from './distributed.ts';
import { readFailureRules, readTimeout } from './task.ts';

/** Reads a foreach step. To the steps around it one that is distributed is a task, which waits for a map run. */
export const readForeach: ReadStep = (name, attributes, scope) => {
  const ending = readEnding(name, attributes);
  const iterated = {
    ...attributes.required('iterationMapping', readIteration, NO_ITERATION),
    steps: attributes.required('steps', warnedIfEmpty(scope.readSteps, 'each iteration ends at once'), []),
  };
  if (attributes.get('distributed') === undefined) return { type: 'foreach', ...ending, ...iterated };
  const batches = attributes.required('distributed', readDistributed, BATCH_DEFAULTS);
  return {
    type: 'task',
    ...ending,
    target: mapTarget('run'),
    pattern: 'sync',
    ...attributes.optional('timeoutSeconds', readTimeout),
    ...readFailureRules(attributes, scope),
    map: { place: attributes.field.path, ...iterated, batches },
  };
};

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
