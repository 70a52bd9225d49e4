import { isNumeral, negated } from '../common/numeral.ts';
import type { Condition } from './condition.ts';
import { type ConditionSymbol, type Token, tokenizeCondition } from './condition-tokens.ts';
import type { ExpressionProblem, Parsed } from './problem.ts';

/** Most operators and opening parentheses of one condition; it bounds the depth of the parsed tree. */
export const MAX_CONDITION_OPERATORS = 500;

/** Parses a choice condition (docs/reference/language.md 5.2); never throws. */
export function parseCondition(text: string): Parsed<Condition> {
  const tokens = tokenizeCondition(text);
  if (!tokens.ok) return tokens;
  const tooMany = findTooMany(tokens.value);
  if (tooMany !== undefined) return { ok: false, problem: tooMany };
  return new Parser(tokens.value, text.length).parse();
}

type BinarySymbol = Exclude<ConditionSymbol, '!' | '-' | '(' | ')'>;

const PRECEDENCE: Readonly<Record<BinarySymbol, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
};

const NOTHING: Condition = { kind: 'literal', value: null };

interface End {
  readonly kind: 'end';
  readonly offset: number;
}

/** After the first problem the parser reads only ends, so that every rule returns. Their results are then dropped. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: End;
  #position = 0;
  #problem: ExpressionProblem | undefined;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#end = { kind: 'end', offset: length };
  }

  parse(): Parsed<Condition> {
    const value = this.#binary(1);
    if (this.#peek().kind !== 'end') this.#refuse('An operator or the end of the condition is expected here');
    return this.#problem === undefined ? { ok: true, value } : { ok: false, problem: this.#problem };
  }

  #binary(lowest: number): Condition {
    let left = this.#unary();
    for (;;) {
      const symbol = binarySymbol(this.#peek());
      if (symbol === undefined || PRECEDENCE[symbol] < lowest) return left;
      this.#position++;
      left = join(symbol, left, this.#binary(PRECEDENCE[symbol] + 1));
    }
  }

  #unary(): Condition {
    if (this.#take('!')) return { kind: 'not', operand: this.#unary() };
    if (this.#take('-')) return negate(this.#unary());
    return this.#primary();
  }

  #primary(): Condition {
    const token = this.#peek();
    if (this.#take('(')) {
      const inner = this.#binary(1);
      if (!this.#take(')')) this.#refuse('A ")" is expected here');
      return inner;
    }
    if (token.kind === 'literal' || token.kind === 'path') {
      this.#position++;
      return token.kind === 'literal'
        ? { kind: 'literal', value: token.value }
        : { kind: 'path', path: token.path };
    }
    this.#refuse(
      'A value is expected here: a path like $.key, text in double quotes, a number, true, false or null',
    );
    return NOTHING;
  }

  #peek(): Token | End {
    return (this.#problem === undefined && this.#tokens[this.#position]) || this.#end;
  }

  #take(symbol: ConditionSymbol): boolean {
    const token = this.#peek();
    const isThere = token.kind === 'symbol' && token.symbol === symbol;
    if (isThere) this.#position++;
    return isThere;
  }

  #refuse(message: string): void {
    this.#problem ??= { offset: this.#peek().offset, length: 1, message };
  }
}

function binarySymbol(token: Token | End): BinarySymbol | undefined {
  return token.kind === 'symbol' && isBinary(token.symbol) ? token.symbol : undefined;
}

function isBinary(symbol: ConditionSymbol): symbol is BinarySymbol {
  return symbol in PRECEDENCE;
}

function join(symbol: BinarySymbol, left: Condition, right: Condition): Condition {
  if (symbol === '&&') return { kind: 'and', left, right };
  if (symbol === '||') return { kind: 'or', left, right };
  return { kind: 'compare', operator: symbol, left, right };
}

function negate(operand: Condition): Condition {
  if (operand.kind !== 'literal' || !isNumeral(operand.value)) return { kind: 'negate', operand };
  return { kind: 'literal', value: negated(operand.value) };
}

function findTooMany(tokens: readonly Token[]): ExpressionProblem | undefined {
  const operators = tokens.filter((token) => token.kind === 'symbol' && token.symbol !== ')');
  const first = operators[MAX_CONDITION_OPERATORS];
  if (first === undefined) return undefined;
  const message = `A condition may have at most ${MAX_CONDITION_OPERATORS} operators and parentheses; split the option`;
  return { offset: first.offset, length: 1, message };
}
