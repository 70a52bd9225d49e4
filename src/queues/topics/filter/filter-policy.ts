import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../common/json.ts';
import type { AttributeValue, MessageAttributes } from '../../message.ts';
import { invalidParameter } from '../topic-error.ts';
import { type Matcher, parseMatcher } from './matcher.ts';

/**
 * The filter of a subscriber, by the rules of SNS: all keys must match, and of the values of a key one.
 *
 * @returns true when the subscriber wants a message with these attributes and body.
 */
export type Filter = (attributes: MessageAttributes, body: string) => boolean;

type Test = (value: JsonValue | undefined) => boolean;

const DEEPEST = 10;
const MOST_KEYS = 5;

/** Reads the attributes `FilterPolicy` and `FilterPolicyScope` of a subscription. @throws TopicError when they are none. */
export function parseFilter(policy: string, scope: string | undefined): Filter {
  if (scope !== undefined && scope !== 'MessageAttributes' && scope !== 'MessageBody') {
    throw invalidParameter('FilterPolicyScope', 'it takes MessageAttributes or MessageBody');
  }
  const parsed = parseJson(policy);
  if (!isJsonObject(parsed)) throw invalidParameter('FilterPolicy', 'it must be a JSON object');
  if (Object.keys(parsed).length > MOST_KEYS) {
    throw invalidParameter('FilterPolicy', `Filter policy can not have more than ${MOST_KEYS} keys`);
  }
  const isOfBody = scope === 'MessageBody';
  const test = objectTest(parsed, isOfBody, 1);
  if (!isOfBody) return (attributes) => test(attributeValues(attributes));
  return (_attributes, body) => {
    const value = parseJson(body);
    return isJsonObject(value) && test(value);
  };
}

function objectTest(policy: JsonObject, mayNest: boolean, depth: number): Test {
  if (depth > DEEPEST) throw invalidParameter('FilterPolicy', `it may be nested ${DEEPEST} deep`);
  const tests = Object.entries(policy).map(([key, rule]): Test => {
    if (key === '$or' && isAlternatives(rule)) {
      const alternatives = rule.map((each) => objectTest(each, mayNest, depth + 1));
      return (value) => alternatives.some((test) => test(value));
    }
    const test = ruleTest(key, rule, mayNest, depth);
    return (value) => anyOf(fieldOf(value, key), test);
  });
  return (value) => tests.every((test) => test(value));
}

function ruleTest(key: string, rule: JsonValue, mayNest: boolean, depth: number): Test {
  if (isJsonObject(rule)) {
    if (!mayNest) throw invalidParameter('FilterPolicy', `"${key}" must be a list of what is wanted`);
    return objectTest(rule, mayNest, depth + 1);
  }
  if (!isJsonArray(rule) || rule.length === 0) {
    throw invalidParameter('FilterPolicy', `"${key}" must be an object or a list that is not empty`);
  }
  const matchers: readonly Matcher[] = rule.map((each) => parseMatcher(key, each));
  return (value) => matchers.some((matches) => matches(value));
}

/** One value of a list is enough. */
function anyOf(value: JsonValue | undefined, test: Test): boolean {
  return isJsonArray(value) && value.length > 0 ? value.some((each) => anyOf(each, test)) : test(value);
}

function fieldOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isAlternatives(rule: JsonValue): rule is readonly JsonObject[] {
  return isJsonArray(rule) && rule.length > 1 && rule.every(isJsonObject);
}

/** Attributes as the values that policies speak of. */
function attributeValues(attributes: MessageAttributes): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, valueOfAttribute(value)]),
  );
}

function valueOfAttribute({ DataType, StringValue = '' }: AttributeValue): JsonValue {
  if (DataType.startsWith('Number')) return Number(StringValue);
  if (DataType !== 'String.Array') return StringValue;
  const list = parseJson(StringValue);
  return isJsonArray(list) ? list : StringValue;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
