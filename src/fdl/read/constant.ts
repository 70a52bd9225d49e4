import type { JsonValue } from '../../common/json.ts';
import { isNumeral } from '../../common/numeral.ts';
import { type Field, listFields, memberPath, type YamlScalar } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { quote, shorten } from './words.ts';

const LOOKS_LIKE_REFERENCE = /^\$(?:$|[.[]|(?:input|local|context)(?:$|[.[]))/;

/** Reads any value as it stands; references inside are text, with a warning. */
export function readConstant(field: Field, context: Context): JsonValue {
  const { node, path } = field;
  if (node.kind === 'list') return listFields(node, path).map((item) => readConstant(item, context));
  if (node.kind === 'scalar') return readScalar(node, field, context);
  // fromEntries defines own keys, so `__proto__` is one like any other.
  return Object.fromEntries(
    [...node.entries].map(([key, { value }]) => [
      key,
      readConstant({ node: value, path: memberPath(path, key) }, context),
    ]),
  );
}

function readScalar(node: YamlScalar, field: Field, context: Context): JsonValue {
  const { value } = node;
  warnOfYaml11(node, field, context);
  if (typeof value === 'string' && LOOKS_LIKE_REFERENCE.test(value)) {
    context.refuse('not-a-reference', field, `${quote(value)} is not evaluated here and stays this text`);
  }
  if (!isNumeral(value)) return value;
  if (!Number.isFinite(Number(value))) {
    const message = `${shorten(node.text)} has no JSON form; numbers must be finite, about 1.8e308 at most`;
    context.refuse('invalid-number', field, message);
    return 0;
  }
  if (typeof value === 'bigint') return value;
  // -0 has no JSON form of its own.
  return value + 0;
}

const YAML_11_BOOLEAN = /^(?:yes|no|on|off)$/i;
const LEADING_ZEROS = /^[-+]?0\d+$/;

function warnOfYaml11({ isPlain, text, value }: YamlScalar, field: Field, context: Context): void {
  if (!isPlain) return;
  if (YAML_11_BOOLEAN.test(text)) {
    context.refuse('yaml-1.1-value', field, `${text} is text here; write true or false, or put it in quotes`);
  }
  if (LEADING_ZEROS.test(text)) {
    context.refuse(
      'yaml-1.1-value',
      field,
      `${text} is the number ${value}; put it in quotes to keep its zeros`,
    );
  }
}
