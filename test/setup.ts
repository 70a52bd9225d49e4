import fc from 'fast-check';
import { expect } from 'vitest';
import { PersistentTable } from '../src/common/persistent-table.ts';
import { COMPILED } from './helpers/compiled.ts';
import { casesOf } from './helpers/property-cases.ts';

// Vitest takes the cache from what it measures the coverage of. Programs that tests start are not measured.
if (process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) {
  delete process.env['NODE_DISABLE_COMPILE_CACHE'];
  process.env['NODE_COMPILE_CACHE'] = COMPILED;
}

// The same cases in every run, so that a change is what turns a test red; FDL_SEED looks at others.
fc.configureGlobal({ seed: Number(process.env['FDL_SEED'] ?? 20_261_122), numRuns: casesOf(100) });

// Tables hide what they hold; equal ones have equal values.
expect.addEqualityTesters([
  function (one, other) {
    if (!(one instanceof PersistentTable && other instanceof PersistentTable)) return undefined;
    return this.equals(one.values(), other.values());
  },
]);
