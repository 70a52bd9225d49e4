import type { BatchRules, DistributedMap } from '../../../flow/flow.ts';
import { MAX_BATCH_SIZE, MAX_MAP_CONCURRENCY } from '../../../limits.ts';
import type { Field } from '../../yaml/node.ts';
import { Attributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { type Range, readInteger, readNumber } from '../values.ts';
import { readItemReader, readResultWriter } from './objects.ts';

/** Items that one batch may take. */
export const BATCH_SIZE: Range = { lowest: 1, highest: MAX_BATCH_SIZE };

/** Batches that may run at a time. */
export const MAX_CONCURRENCY: Range = { lowest: 1, highest: MAX_MAP_CONCURRENCY };

/** Items that may fail. */
export const TOLERATED_COUNT: Range = { lowest: 0 };

/** Share of the items that may fail, in percent. */
export const TOLERATED_PERCENTAGE: Range = { lowest: 0, highest: 100 };

/** The attributes of `distributed`. */
export const DISTRIBUTED_RULES = {
  owner: 'a distributed attribute',
  allowed: [
    'batchSize',
    'maxConcurrency',
    'toleratedFailedCount',
    'toleratedFailedPercentage',
    'itemReader',
    'resultWriter',
  ],
} as const;

/** The rules of a distributed foreach that leaves out what it may. */
export const BATCH_DEFAULTS: BatchRules = { batchSize: 1, maxConcurrency: 100 };

/** Reads how a foreach is distributed over child executions. */
export function readDistributed(
  field: Field,
  context: Context,
): Pick<DistributedMap, 'batches' | 'itemReader' | 'resultWriter'> {
  const attributes = new Attributes(field, context, DISTRIBUTED_RULES);
  return {
    batches: readRules(attributes),
    ...attributes.optional('itemReader', readItemReader),
    ...attributes.optional('resultWriter', readResultWriter),
  };
}

function readRules(attributes: Attributes): BatchRules {
  const { batchSize, maxConcurrency } = BATCH_DEFAULTS;
  return {
    batchSize: attributes.optionalOr('batchSize', readInteger(BATCH_SIZE), batchSize),
    maxConcurrency: attributes.optionalOr('maxConcurrency', readInteger(MAX_CONCURRENCY), maxConcurrency),
    ...attributes.optional('toleratedFailedCount', readInteger(TOLERATED_COUNT)),
    ...attributes.optional('toleratedFailedPercentage', readNumber(TOLERATED_PERCENTAGE)),
  };
}
