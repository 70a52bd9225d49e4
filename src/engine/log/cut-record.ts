import { isJsonArray, isJsonObject, type JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { measureJson } from '../../common/measure-json.ts';
import type { ExecutionEvent } from '../../interpreter/event.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { Cut, Path, StoredRecord } from '../../ports/execution-store.ts';
import type { BlobRef } from '../../ports/kept-text.ts';
import { isLarge, refOf } from './kept-text.ts';
import type { KnownValues } from './known-values.ts';

/** A text that a record refers to and that is not stored yet. */
export interface NewBlob {
  readonly ref: BlobRef;
  readonly text: string;
}

/** A record without its large values, and the texts to store before it. */
export interface CutRecord {
  readonly record: StoredRecord;
  readonly blobs: readonly NewBlob[];
}

/**
 * Takes every value of `least` bytes or more out of a record: outputs of tasks as the texts that they are, everything else at the
 * innermost place that is so large, so that a value is stored once wherever the state holds it. A value whose rest is as
 * large, once larger ones were taken out of it, is taken out as well. What is known to be stored is only named.
 */
export function cutRecord(record: ExecutionRecord, least: number, known: KnownValues): CutRecord {
  if (!mayHoldLarge(record, least)) return { record, blobs: [] };
  const cutting = new Cutting(least, known);
  const events = record.events.map((event, index) => cutting.event(event, index));
  const { snapshot } = record;
  const rest = snapshot === undefined ? {} : { snapshot: cutting.value(snapshot, ['snapshot']) };
  if (snapshot !== undefined) known.forgetTexts();
  if (cutting.cuts.length === 0) return { record, blobs: [] };
  // Innermost come first here; a reader puts the outermost together first.
  return { record: { ...record, events, ...rest, cuts: cutting.cuts.toReversed() }, blobs: cutting.blobs };
}

function mayHoldLarge({ events, snapshot }: ExecutionRecord, least: number): boolean {
  if (snapshot !== undefined) return true;
  return events.some((event) => 'restored' in event || ('output' in event && isLarge(event.output, least)));
}

/** One record in the making. */
class Cutting {
  readonly cuts: Cut[] = [];
  readonly blobs: NewBlob[] = [];
  readonly #least: number;
  readonly #known: KnownValues;

  constructor(least: number, known: KnownValues) {
    this.#least = least;
    this.#known = known;
  }

  event(event: ExecutionEvent, index: number): ExecutionEvent {
    const path = ['events', index];
    if ('output' in event && isLarge(event.output, this.#least)) {
      const ref = refOf(event.output);
      this.cuts.push({ path: [...path, 'output'], ref, isText: true });
      this.#store(ref, event.output);
      this.#known.addText(ref, event.output);
      return { ...event, output: '' };
    }
    if (!('restored' in event)) return event;
    const { restored, patch } = event;
    return {
      ...event,
      restored: this.value(restored, [...path, 'restored']),
      ...(patch !== undefined && { patch: this.value(patch, [...path, 'patch']) as typeof patch }),
    };
  }

  /** The value without what is taken out of it; null where that is all of it. */
  value(value: JsonValue, path: Path): JsonValue {
    if (measureJson(value).bytes < this.#least) return value;
    const rest = this.#withoutLarge(value, path);
    if (rest !== value && measureJson(rest).bytes < this.#least) return rest;
    const text = stringifyJson(rest);
    const ref = refOf(text);
    const place = this.#known.find(ref.blob);
    this.cuts.push({ path, ...(place ?? { ref }) });
    if (place === undefined) {
      this.#store(ref, text);
      this.#known.add(ref.blob, { ref });
    }
    return null;
  }

  #withoutLarge(value: JsonValue, path: Path): JsonValue {
    const cut = (member: JsonValue, key: string | number) =>
      measureJson(member).bytes < this.#least ? member : this.value(member, [...path, key]);
    if (isJsonArray(value)) {
      const rest = value.map(cut);
      return rest.some((member, index) => member !== value[index]) ? rest : value;
    }
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value).map(([key, member]) => [key, cut(member, key)] as const);
    return entries.some(([key, member]) => member !== value[key]) ? Object.fromEntries(entries) : value;
  }

  #store(ref: BlobRef, text: string): void {
    if (this.#known.isStored(ref.blob)) return;
    this.blobs.push({ ref, text });
  }
}
