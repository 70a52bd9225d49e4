import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../common/json.ts';
import { invalidParameter, type TopicError } from '../topic-error.ts';
import { cidrMatcher } from './cidr.ts';
import { numericMatcher } from './numeric.ts';
import { wildcardMatcher } from './wildcard.ts';

/** True for a value that the subscriber wants; undefined is the value of a key that is not there. */
export type Matcher = (value: JsonValue | undefined) => boolean;

type ReadMatcher = (key: string, operand: JsonValue) => Matcher;

const OPERATORS: Readonly<Record<string, ReadMatcher>> = {
  prefix: (key, operand) =>
    onText(textOperand(key, 'prefix', operand), (value, text) => value.startsWith(text)),
  suffix: (key, operand) =>
    onText(textOperand(key, 'suffix', operand), (value, text) => value.endsWith(text)),
  'equals-ignore-case': (key, operand) =>
    onText(
      textOperand(key, 'equals-ignore-case', operand),
      (value, text) => value.toLowerCase() === text.toLowerCase(),
    ),
  wildcard: (key, operand) => wildcardMatcher(textOperand(key, 'wildcard', operand)),
  cidr: (key, operand) => cidrMatcher(key, textOperand(key, 'cidr', operand)),
  numeric: numericMatcher,
  exists: (key, operand) => {
    if (typeof operand !== 'boolean') throw problem(key, 'exists takes true or false');
    return (value) => (value !== undefined) === operand;
  },
  'anything-but': (key, operand) => {
    const refused = (isJsonArray(operand) ? operand : [operand]).map((each) => parseRefused(key, each));
    return (value) => value !== undefined && !refused.some((matches) => matches(value));
  },
};

/** Reads the rule for a key: a value, or an operator with its operand. @throws TopicError when it is neither. */
export function parseMatcher(key: string, rule: JsonValue): Matcher {
  if (!isJsonObject(rule)) {
    if (isJsonArray(rule)) throw problem(key, 'a list within the list of what is wanted');
    return (value) => value === rule;
  }
  return operatorOf(key, rule);
}

function parseRefused(key: string, rule: JsonValue): Matcher {
  if (
    isJsonObject(rule) &&
    !['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(Object.keys(rule)[0] ?? '')
  ) {
    throw problem(key, 'anything-but takes values, or prefix, suffix, wildcard or equals-ignore-case');
  }
  return parseMatcher(key, rule);
}

function operatorOf(key: string, rule: JsonObject): Matcher {
  const [[name = '', operand] = [], more] = Object.entries(rule);
  const read = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (read === undefined || operand === undefined || more !== undefined) {
    throw problem(key, `an object must hold one of ${Object.keys(OPERATORS).join(', ')}`);
  }
  return read(key, operand);
}

function textOperand(key: string, operator: string, operand: JsonValue): string {
  if (typeof operand === 'string') return operand;
  throw problem(key, `${operator} takes a string`);
}

function onText(text: string, test: (value: string, text: string) => boolean): Matcher {
  return (value) => typeof value === 'string' && test(value, text);
}

function problem(key: string, reason: string): TopicError {
  return invalidParameter('FilterPolicy', `"${key}": ${reason}`);
}
