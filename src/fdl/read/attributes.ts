import { type Field, memberPath, type YamlEntry } from '../yaml/node.ts';
import type { Context, Read } from './context.ts';
import { describe, listWords, quote } from './words.ts';

/** Which attributes an object may have, and advice for some that it may not. */
export interface AttributeRules {
  /** As messages name the object: `a task step`. */
  readonly owner: string;
  readonly allowed: readonly string[];
  readonly advice?: ReadonlyMap<string, string>;
}

/** The attributes of one object, checked against the allowed names when opened. */
export class Attributes {
  readonly context: Context;
  readonly field: Field;
  readonly #owner: string;
  /** Absent when the field holds no object, which is reported once and not again for each attribute. */
  readonly #entries: ReadonlyMap<string, YamlEntry> | undefined;

  constructor(field: Field, context: Context, rules: AttributeRules) {
    this.context = context;
    this.field = field;
    this.#owner = rules.owner;
    if (field.node.kind === 'map') {
      this.#entries = field.node.entries;
      this.#checkNames(field.node.entries, rules);
    } else {
      context.refuse(
        'wrong-type',
        field,
        `Expected ${rules.owner} as an object, found ${describe(field.node)}`,
      );
    }
  }

  get(key: string): Field | undefined {
    const node = this.#entries?.get(key)?.value;
    return node === undefined ? undefined : { node, path: memberPath(this.field.path, key) };
  }

  /** The attribute's value; the stand-in when it is absent, which is an error. */
  required<T>(key: string, read: Read<T>, standIn: T): T {
    const field = this.get(key);
    if (field !== undefined) return read(field, this.context);
    if (this.#entries !== undefined) {
      this.context.refuse(
        'missing-attribute',
        this.field,
        `The attribute "${key}" of ${this.#owner} is missing`,
      );
    }
    return standIn;
  }

  /** An object with the attribute's value, or without the key when the attribute is absent. */
  optional<K extends string, T>(key: K, read: Read<T>): { readonly [P in K]?: T } {
    const field = this.get(key);
    if (field === undefined) return {};
    return { [key]: read(field, this.context) } as { readonly [P in K]?: T };
  }

  /** The attribute's value, or `fallback` when it is absent. */
  optionalOr<T>(key: string, read: Read<T>, fallback: T): T {
    const field = this.get(key);
    return field === undefined ? fallback : read(field, this.context);
  }

  /** Reports attributes that exclude each other, or that all are absent. @returns the first one present */
  exactlyOne<K extends string>(keys: readonly K[]): K | undefined {
    const present = keys.filter((key) => this.#entries?.has(key));
    const names = keys.map((key) => `"${key}"`).join(' and ');
    if (present.length > 1) {
      this.context.refuse('conflicting-attributes', this.field, `Only one of ${names} may be present`);
    } else if (present.length === 0 && this.#entries !== undefined) {
      this.context.refuse(
        'missing-attribute',
        this.field,
        `One of ${names} must be present in ${this.#owner}`,
      );
    }
    return present[0];
  }

  #checkNames(entries: ReadonlyMap<string, YamlEntry>, { owner, allowed, advice }: AttributeRules): void {
    for (const [key, { keyPlace }] of entries) {
      if (allowed.includes(key)) continue;
      const hint = advice?.get(key);
      const message = `${quote(key)} is no attribute of ${owner}; allowed are ${listWords(allowed)}.`;
      this.context.report.add(
        'unknown-attribute',
        keyPlace,
        memberPath(this.field.path, key),
        message + (hint === undefined ? this.context.suggest(key, allowed) : ` ${hint}`),
      );
    }
  }
}
