import type { JsonValue } from '../../../common/json.ts';
import { readJson } from '../../../common/json-text.ts';
import type { InputType } from '../../../flow/flow.ts';
import { cutRecord, rowOf } from './csv.ts';
import { type Cut, MalformedItem, type Stretch } from './cut.ts';
import { cutElement } from './json-array.ts';
import { cutLine } from './lines.ts';

/** How items lie in an object. Both functions are pure, and throw MalformedItem. */
export interface ItemFormat {
  readonly cut: (stretch: Stretch) => Cut;
  /** The item in the bytes of one. @param columns - of CSV */
  readonly parse: (text: string, columns: readonly string[]) => JsonValue;
  /** True where the first record names the columns. */
  readonly hasColumns: boolean;
  /** True where items can be told by their line. */
  readonly hasLines: boolean;
}

/** The formats of objects that hold items. */
export const ITEM_FORMATS: Readonly<Record<Exclude<InputType, 'list'>, ItemFormat>> = {
  json: { cut: cutElement, parse: jsonItem, hasColumns: false, hasLines: false },
  jsonl: { cut: cutLine, parse: jsonItem, hasColumns: false, hasLines: true },
  csv: { cut: cutRecord, parse: rowOf, hasColumns: true, hasLines: true },
};

function jsonItem(text: string): JsonValue {
  const read = readJson(text);
  if ('value' in read) return read.value;
  throw new MalformedItem(`it ${read.problem}`);
}
