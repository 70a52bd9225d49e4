import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/common/json.ts';

/** A rule of EventBridge as a template has it, with references resolved. */
export interface EventRule {
  readonly EventPattern: JsonObject;
  readonly Targets: readonly {
    readonly InputTransformer: {
      readonly InputPathsMap: Readonly<Record<string, string>>;
      readonly InputTemplate: string;
    };
  }[];
}

/** The messages of EventBridge for an event, to the targets of the rules that it matches. */
export function sentFor(event: JsonObject, rules: readonly EventRule[]): readonly string[] {
  return rules
    .filter(({ EventPattern }) => matches(event, EventPattern))
    .flatMap(({ Targets }) => Targets.map(({ InputTransformer }) => transform(event, InputTransformer)));
}

/** Every member of the pattern must be there; an array holds alternatives. */
function matches(value: JsonValue | undefined, pattern: JsonValue | undefined): boolean {
  if (Array.isArray(pattern)) return pattern.some((condition) => fulfils(value, condition));
  if (!isJsonObject(pattern) || !isJsonObject(value)) return false;
  return Object.keys(pattern).every((key) => matches(value[key], pattern[key]));
}

function fulfils(value: JsonValue | undefined, condition: JsonValue): boolean {
  if (!isJsonObject(condition)) return value === condition;
  if (typeof value !== 'string') return false;
  const { prefix, suffix, wildcard } = condition;
  if (typeof prefix === 'string') return value.startsWith(prefix);
  if (typeof suffix === 'string') return value.endsWith(suffix);
  if (typeof wildcard === 'string') return wildcardPattern(wildcard).test(value);
  throw new Error(`This bus knows no ${JSON.stringify(condition)}.`);
}

/** `*` is any text; a backslash before it, or before another backslash, takes that literally. */
function wildcardPattern(wildcard: string): RegExp {
  const parts = wildcard.match(/\\[*\\]|./gs) ?? [];
  const sources = parts.map((part) => (part === '*' ? '.*' : part.slice(-1).replace(/\W/u, '\\$&')));
  return new RegExp(`^${sources.join('')}$`, 's');
}

/** A placeholder is replaced by its JSON; in the middle of a text, by what that text may hold. */
function transform(
  event: JsonObject,
  { InputPathsMap, InputTemplate }: EventRule['Targets'][number]['InputTransformer'],
): string {
  return InputTemplate.replaceAll(/"(?:[^"\\]|\\.)*"|<(\w+)>/g, (part, name: string | undefined) => {
    if (name !== undefined) return JSON.stringify(valueAt(event, InputPathsMap[name]));
    return part.replaceAll(/<(\w+)>/g, (_, inner: string) => {
      const value = valueAt(event, InputPathsMap[inner]);
      return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
    });
  });
}

function valueAt(event: JsonObject, path = ''): JsonValue {
  const names = path.split('.').slice(1);
  const value = names.reduce<JsonValue | undefined>(
    (found, name) => (isJsonObject(found) ? found[name] : undefined),
    event,
  );
  if (value === undefined) throw new Error(`The event has no ${path}.`);
  return value;
}
