import { isJsonArray, isJsonObject, type JsonValue } from '../../common/json.ts';
import { jsonIn, stringifyJson } from '../../common/json-text.ts';
import { measureJson } from '../../common/measure-json.ts';
import type { Cut, Path } from '../../ports/execution-store.ts';
import type { BlobRef } from '../../ports/kept-text.ts';
import { refOf } from './kept-text.ts';

/** Where the text of a value is: a blob of its own, or a value inside the JSON text of another. */
export type KnownPlace = Pick<Cut, 'ref' | 'at'>;

interface KnownText {
  readonly ref: BlobRef;
  readonly text: string;
  readonly lasts: boolean;
}

/**
 * Large values of an execution that are stored, by the hash of their compact JSON text.
 *
 * The result of a task is stored as the text that came. Its large values are parts of the state after it; that they lie in that
 * text is found out when the first state is stored, which most executions never have.
 */
export class KnownValues {
  readonly #least: number;
  readonly #places = new Map<string, KnownPlace>();
  readonly #stored = new Set<string>();
  #texts: KnownText[] = [];

  /** Values are looked at from so many bytes on. */
  constructor(least: number) {
    this.#least = least;
  }

  /** True when there is any. */
  get isAny(): boolean {
    return this.#stored.size > 0;
  }

  /** True when the blob of this name is stored. */
  isStored(blob: string): boolean {
    return this.#stored.has(blob);
  }

  /** The blob holds the compact JSON text of a value. */
  add(blob: string, place: KnownPlace): void {
    this.#places.set(blob, place);
    this.#stored.add(place.ref.blob);
  }

  /** The blob holds a text that came from outside, JSON or not. One that lasts may come into the state at any time. */
  addText(ref: BlobRef, text: string, lasts = false): void {
    if (this.#stored.has(ref.blob)) return;
    this.#stored.add(ref.blob);
    this.#texts.push({ ref, text, lasts });
  }

  /** A whole state was looked through: what is left of the texts is in none that follows, and would fill the memory. */
  forgetTexts(): void {
    this.#texts = this.#texts.filter(({ lasts }) => lasts);
  }

  /** The blobs are perhaps not stored after all. */
  forget(blobs: ReadonlySet<string>): void {
    for (const blob of blobs) this.#stored.delete(blob);
    for (const [hash, { ref }] of this.#places) if (blobs.has(ref.blob)) this.#places.delete(hash);
    this.#texts = this.#texts.filter(({ ref }) => !blobs.has(ref.blob));
  }

  /** Where the value of this hash is stored; undefined when it is not. */
  find(hash: string): KnownPlace | undefined {
    const known = this.#places.get(hash);
    if (known !== undefined || this.#texts.length === 0) return known;
    const texts = this.#texts;
    this.#texts = [];
    for (const { ref, text } of texts) this.#look(ref, jsonIn(text) ?? null, []);
    return this.#places.get(hash);
  }

  /** Adds the innermost values of a text that are large enough. */
  #look(ref: BlobRef, value: JsonValue, at: Path): void {
    if (measureJson(value).bytes < this.#least) return;
    const before = this.#places.size;
    if (isJsonArray(value)) {
      for (const [index, member] of value.entries()) this.#look(ref, member, [...at, index]);
    } else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) this.#look(ref, member, [...at, key]);
    }
    if (this.#places.size > before) return;
    const hash = refOf(stringifyJson(value)).blob;
    if (!this.#places.has(hash)) this.#places.set(hash, { ref, at });
  }
}
