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
  const steps = () =>
    attributes.required('steps', warnedIfEmpty(scope.readSteps, 'each iteration ends at once'), []);
  if (attributes.get('distributed') === undefined) {
    const iteration = attributes.required('iterationMapping', readIteration, NO_ITERATION);
    return { type: 'foreach', ...ending, ...iteration, steps: steps() };
  }
  const distributed = attributes.required('distributed', readDistributed, { batches: BATCH_DEFAULTS });
  const readItems = distributed.itemReader === undefined ? readIteration : readItemIteration;
  const iteration = attributes.required('iterationMapping', readItems, NO_ITERATION);
  return {
    type: 'task',
    ...ending,
    target: mapTarget('run'),
    pattern: 'sync',
    ...attributes.optional('timeoutSeconds', readTimeout),
    ...readFailureRules(attributes, scope),
    map: { place: attributes.field.path, ...iteration, steps: steps(), ...distributed },
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
  const collection = attributes.required('collection', readInputPath, NO_ITERATION.collection);
  return { collection, ...readKeys(attributes) };
}

/** Reads the iterationMapping of items that an item reader gets. */
function readItemIteration(field: Field, context: Context): Omit<Iteration, 'collection'> {
  const attributes = new Attributes(field, context, ITERATION_RULES);
  const collection = attributes.get('collection');
  if (collection !== undefined) {
    const problem = 'The items come from the itemReader; leave out either that or the collection';
    context.refuse('conflicting-attributes', collection, problem);
  }
  return readKeys(attributes);
}

function readKeys(attributes: Attributes): Omit<Iteration, 'collection'> {
  const { context, field } = attributes;
  const iteration = {
    item: attributes.required('item', readText, ''),
    ...attributes.optional('index', readText),
  };
  if (iteration.item !== '' && iteration.item === iteration.index) {
    context.refuse('conflicting-attributes', field, 'The item and the index must have different keys');
  }
  return iteration;
}
