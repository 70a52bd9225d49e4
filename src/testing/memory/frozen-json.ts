import { parseStored, stringifyJson } from '../../common/json-text.ts';

/**
 * A value as it comes out of its text, to be handed out to all readers of a store: a reader that changes it gets an error,
 * as none of them may see what another one does to it.
 */
export function frozenCopy<T>(value: T): T {
  try {
    return copyOf(value) as T;
  } catch (error) {
    if (error !== UNLIKE_TEXT) throw error;
    return freeze(parseStored<T>(stringifyJson(value)));
  }
}

/** Something in a value looks otherwise after it was written and read; a text would show how. */
const UNLIKE_TEXT = Symbol('unlike its text');

function copyOf(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return copyOfNumber(value);
  if (typeof value !== 'object') throw UNLIKE_TEXT;
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf));
  if (Object.getPrototypeOf(value) !== Object.prototype) throw UNLIKE_TEXT;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    if (key === '__proto__') throw UNLIKE_TEXT;
    copy[key] = copyOf(member);
  }
  return Object.freeze(copy);
}

function copyOfNumber(value: number): number {
  // In a text zero has no sign, and a large whole number is read with all its digits.
  if (value === 0) return 0;
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) throw UNLIKE_TEXT;
  return value;
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
