import fc from 'fast-check';
import { expect } from 'vitest';
import { PersistentTable } from '../src/common/persistent-table.ts';

// The same cases in every run, so that a change is what turns a test red; FDL_SEED looks at others.
fc.configureGlobal({ seed: Number(process.env['FDL_SEED'] ?? 20_261_122) });

// Tables hide what they hold; equal ones have equal values.
expect.addEqualityTesters([
  function (one, other) {
    if (!(one instanceof PersistentTable && other instanceof PersistentTable)) return undefined;
    return this.equals(one.values(), other.values());
  },
]);
