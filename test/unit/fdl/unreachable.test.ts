import { expect, test } from 'vitest';
import { printFlow } from '../../../src/fdl/print-flow.ts';
import { pathsOf } from '../../../src/fdl/read/expression.ts';
import { readerOf } from '../../../src/fdl/read/service-params.ts';
import { paramSchema } from '../../../src/fdl/schema/task-schema.ts';

test('what the types rule out is a defect of the program', () => {
  expect(() => printFlow({ version: 'v1', steps: [{ type: 'loop', name: 'a' } as never] })).toThrow(
    'Unhandled case',
  );
  expect(() => pathsOf({ kind: 'regex' } as never)).toThrow('Unhandled case');
  expect(() => paramSchema({ takes: 'colour' } as never)).toThrow('Unhandled case');
  expect(() => readerOf({ takes: 'colour' } as never)).toThrow('Unhandled case');
});
