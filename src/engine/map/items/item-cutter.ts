import type { JsonValue } from '../../../common/json.ts';
import { columnsOf } from './csv.ts';
import { type Cut, type CutItem, MalformedItem } from './cut.ts';
import type { ItemFormat } from './format.ts';
import { ItemsRefused } from './items-refused.ts';

/** Bytes that are read at a time. */
const CHUNK_BYTES = 1024 * 1024;

const LINE_FEED = 0x0a;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A version of an object. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  readonly bytes: number;
  /** Bytes from `from` up to `to`, excluded. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
}

/** A place between two items, with how many items and ends of lines come before it. */
export interface Place {
  readonly offset: number;
  readonly items: number;
  readonly lines: number;
}

/** Cuts an object into items from some place on; of the object it has no more in memory than a chunk and an item. */
export class ItemCutter {
  readonly name: string;
  readonly #format: ItemFormat;
  readonly #source: Source;
  readonly #itemBytes: number;
  #place: Place;
  /** The bytes that are read and not cut yet, from the place on. */
  #bytes: Uint8Array = new Uint8Array();
  /** Where in these bytes the place is. */
  #at = 0;

  constructor(format: ItemFormat, source: Source, { offset, items, lines }: Place, itemBytes: number) {
    this.name = source.name;
    this.#format = format;
    this.#source = source;
    this.#itemBytes = itemBytes;
    this.#place = { offset, items, lines };
  }

  /** Behind the last item. */
  get place(): Place {
    return this.#place;
  }

  /** The names of the columns, from the first record of the object; none where the format has none, or the object nothing. */
  async columns(): Promise<readonly string[]> {
    if (!this.#format.hasColumns) return [];
    const cut = await this.#cut();
    return cut === undefined ? [] : this.#taken(cut, columnsOf, 0);
  }

  /** The next item; undefined behind the last. @throws ItemsRefused when it is none of the format, or too large */
  async next(columns: readonly string[]): Promise<{ readonly value: JsonValue } | undefined> {
    const cut = await this.#cut();
    return cut && { value: this.#taken(cut, (text) => this.#format.parse(text, columns), 1) };
  }

  /** Reads until the next item is there whole. */
  async #cut(): Promise<CutItem | undefined> {
    for (;;) {
      const cut = this.#tryCut();
      if (cut.kind === 'item') {
        this.#demandFits(cut.to - cut.from);
        return cut;
      }
      if (cut.kind === 'end') return undefined;
      this.#demandFits(this.#bytes.length - this.#at);
      await this.#readOn();
    }
  }

  #tryCut(): Cut {
    const isLast = this.#end === this.#source.bytes;
    const isFirst = this.#place.offset === 0;
    try {
      return this.#format.cut({ bytes: this.#bytes, at: this.#at, isFirst, isLast });
    } catch (error) {
      throw this.#refused(error);
    }
  }

  /** The value of what was cut; the place moves behind it. */
  #taken<T>({ from, to, next }: CutItem, parse: (text: string) => T, items: 0 | 1): T {
    const before = this.#bytes.subarray(this.#at, from);
    const lines = this.#place.lines + linesOf(before);
    let value: T;
    try {
      value = parse(textOf(this.#bytes.subarray(from, to)));
    } catch (error) {
      this.#place = { ...this.#place, offset: this.#place.offset + from - this.#at, lines };
      throw this.#refused(error);
    }
    this.#place = {
      offset: this.#place.offset + next - this.#at,
      items: this.#place.items + items,
      lines: lines + linesOf(this.#bytes.subarray(from, next)),
    };
    this.#at = next;
    return value;
  }

  /** Where in the object the bytes end that are read. */
  get #end(): number {
    return this.#place.offset - this.#at + this.#bytes.length;
  }

  async #readOn(): Promise<void> {
    const from = this.#end;
    const chunk = await this.#source.read(from, Math.min(from + CHUNK_BYTES, this.#source.bytes));
    const left = this.#bytes.subarray(this.#at);
    const bytes = new Uint8Array(left.length + chunk.length);
    bytes.set(left);
    bytes.set(chunk, left.length);
    this.#bytes = bytes;
    this.#at = 0;
  }

  #demandFits(bytes: number): void {
    if (bytes <= this.#itemBytes) return;
    throw new ItemsRefused(
      `Item ${this.#place.items} of ${this.name} takes more than ${this.#itemBytes} bytes, the most that a step may hold`,
    );
  }

  #refused(error: unknown): unknown {
    if (!(error instanceof MalformedItem)) return error;
    const { items, lines, offset } = this.#place;
    const place = this.#format.hasLines ? `line ${lines + 1}` : `byte ${offset}`;
    return new ItemsRefused(`Item ${items} of ${this.name}, at ${place}, cannot be read: ${error.message}`);
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new MalformedItem('it is not UTF-8');
  }
}

function linesOf(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}
