import { stringify } from 'yaml';
import { isJsonObject, type JsonValue } from '../common/json.ts';

/** A tag that the original's deploy tools put an ARN in the place of. */
const REFERENCE = /!Ref\s+["']?([\w.-]+)\/([\w-]+)["']?/g;

/** The ARN that stands for `service/function` of the deploy tools. */
export function functionArn(service: string, functionName: string): string {
  return `acs:fc:::services/${service}/functions/${functionName}`;
}

/** The text of a definition with ARNs in the place of the deploy tools' references. */
export function withArns(text: string): string {
  return text.replace(REFERENCE, (_, service: string, name: string) => functionArn(service, name));
}

/** The text of a definition that a template holds as a structure. */
export function definitionText(given: JsonValue): string {
  if (typeof given === 'string') return withArns(given);
  return stringify(withoutReferences(given));
}

function withoutReferences(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isJsonObject(value)) return value;
  const { Ref: reference } = value;
  const [, service, name] =
    /^([\w.-]+)\/([\w-]+)$/.exec(typeof reference === 'string' ? reference : '') ?? [];
  if (service !== undefined && name !== undefined) return functionArn(service, name);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutReferences(inner)]));
}
