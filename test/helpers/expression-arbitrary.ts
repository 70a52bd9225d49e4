import fc from 'fast-check';
import { asPrinted, isNumeral } from '../../src/common/numeral.ts';
import type { Comparison, Condition } from '../../src/expressions/condition.ts';
import type { Path, PathRoot, Segment } from '../../src/expressions/path.ts';
import { binaryText } from './binary-text.ts';

const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'items', '__proto__', 'constructor', 'a-b', '') },
  { weight: 1, arbitrary: binaryText({ maxLength: 5 }) },
);

const segment: fc.Arbitrary<Segment> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('member' as const), name }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('element' as const), index: fc.integer({ min: -2, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'every' as const }) },
);

/** Paths with one of these roots. */
export function pathArbitrary(roots: readonly PathRoot[]): fc.Arbitrary<Path> {
  return fc.record({ root: fc.constantFrom(...roots), segments: fc.array(segment, { maxLength: 4 }) });
}

const OPERATORS: readonly Comparison[] = ['==', '!=', '<', '<=', '>', '>='];

/** Whole numbers that no double holds exactly, many of them close to each other. */
export const wideInteger: fc.Arbitrary<bigint> = fc
  .tuple(fc.constantFrom(2n ** 53n, -(2n ** 63n), 10n ** 22n), fc.bigInt({ min: 1n, max: 3n }))
  .map(([base, offset]) => (base < 0 ? base - offset : base + offset));

const literal: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('literal' as const),
  value: fc.oneof(
    fc.constantFrom('a', 'true', '1', '', true, false, null),
    binaryText({ maxLength: 5 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => asPrinted(value + 0)),
    fc.integer(),
    wideInteger,
  ),
});

/** Conditions as the parser answers them: the sign of a number is part of the number. */
export const conditionArbitrary: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    literal,
    fc.record({ kind: fc.constant('path' as const), path: pathArbitrary(['input']) }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('condition') }),
    tie('condition').map((operand) =>
      operand.kind === 'literal' && isNumeral(operand.value) ? operand : { kind: 'negate' as const, operand },
    ),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom(...OPERATORS),
      left: tie('condition'),
      right: tie('condition'),
    }),
  ),
})).condition;
