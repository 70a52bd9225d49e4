import type { Numeral } from '../common/numeral.ts';
import type { Path } from './path.ts';

/** Comparison operators of a choice condition. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A parsed condition; paths are rooted in the step's input. */
export type Condition =
  | { readonly kind: 'literal'; readonly value: string | Numeral | boolean | null }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'not' | 'negate'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Condition;
      readonly right: Condition;
    };
