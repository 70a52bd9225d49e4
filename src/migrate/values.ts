import type { JsonObject, JsonValue } from '../common/json.ts';
import { isJsonObject } from '../common/json.ts';
import { stringifyJson } from '../common/json-text.ts';

/** Reads the members of a resource, and notes what cannot be carried over. */
export class Values {
  readonly #members: JsonObject;
  readonly #resolve: (value: JsonValue) => JsonValue;

  /** `resolve` puts values in the place of references, as far as they are known. */
  constructor(members: JsonValue | undefined, resolve: (value: JsonValue) => JsonValue) {
    this.#members = isJsonObject(members) ? members : {};
    this.#resolve = resolve;
  }

  /** The value under the first of some names, references resolved. */
  value(...names: readonly string[]): JsonValue | undefined {
    for (const name of names) {
      const value = this.#members[name];
      if (value !== undefined && value !== null) return this.#resolve(value);
    }
    return undefined;
  }

  /** The text under the first of some names; what is no text is its JSON. Empty when there is none. */
  text(...names: readonly string[]): string {
    const value = this.value(...names);
    if (value === undefined) return '';
    return typeof value === 'string' ? value : stringifyJson(value);
  }

  /** False for what says false in any case. */
  flag(name: string, otherwise: boolean): boolean {
    const text = this.text(name).toLowerCase();
    return text === '' ? otherwise : text !== 'false';
  }

  /** The members of a member. */
  inner(...names: readonly string[]): Values {
    return new Values(this.value(...names), this.#resolve);
  }

  entries(): readonly (readonly [name: string, value: JsonValue])[] {
    return Object.entries(this.#members);
  }
}

/** Puts values into the texts of a value, at any depth. */
export function mapTexts(value: JsonValue, change: (text: string) => JsonValue): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, change)]));
}
