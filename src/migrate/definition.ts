import { stringify } from 'yaml';
import { isJsonObject, type JsonValue } from '../common/json.ts';
import { resolveReferences } from '../fdl/resolve-references.ts';
import { referencedArn } from '../fdl/yaml/deploy-reference.ts';

/** The text of a definition that a template holds as a structure. */
export function definitionText(given: JsonValue): string {
  if (typeof given === 'string') return resolveReferences(given).text;
  return stringify(withoutReferences(given));
}

function withoutReferences(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isJsonObject(value)) return value;
  const { Ref: reference } = value;
  const arn = typeof reference === 'string' ? referencedArn(reference) : undefined;
  if (arn !== undefined) return arn;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutReferences(inner)]));
}
