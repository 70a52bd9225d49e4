import { NAME_RULE } from '../../common/name.ts';
import { isFullName } from '../../engine/map/part-ids.ts';
import { MAX_MAP_CONCURRENCY } from '../../limits.ts';
import { choose, integer } from './param-kinds.ts';
import { type Kind, optional } from './params.ts';

const INSIDE = 'followed by :map-5-0 for a map run of it and :batch-3 for a batch of that';

/** Name of an execution, or of a map run or batch inside one. */
export const executionName: Kind<string> = choose(
  (text) => (isFullName(text) ? text : undefined),
  `${NAME_RULE}, perhaps ${INSIDE}`,
);

/** Name of a map run. */
export const mapRunName: Kind<string> = choose(
  (text) => (isFullName(text) && /:map-[\d-]+$/.test(text) ? text : undefined),
  'the name of a map run, like order-1:map-5-0',
);

/** A share in percent. */
const percentage: Kind<number> = choose((text) => {
  const number = /^\d{1,3}(?:\.\d{1,20})?$/.test(text) ? Number(text) : Number.NaN;
  return number <= 100 ? number : undefined;
}, 'a number from 0 to 100');

/** The rules of a map run that may be changed. */
export const RULE_PARAMS = {
  Concurrency: optional(integer(1, MAX_MAP_CONCURRENCY)),
  ToleratedFailedCount: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  ToleratedFailedPercentage: optional(percentage),
};
