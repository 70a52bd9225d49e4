import { wholeVariable } from './whole-number.ts';

/** How many cases a property is tried with: `npm test` tries the first of these, `npm run test:long` all. */
export function casesOf(all: number): number {
  return Math.ceil(all / wholeVariable('FDL_CASES_STRIDE', 1, 3));
}
