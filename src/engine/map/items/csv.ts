import { stringifyJson } from '../../../common/json-text.ts';
import { type Cut, END, MalformedItem, MORE, type Stretch, textStart } from './cut.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

/** Cuts the next record of CSV (RFC 4180) that is not an empty line: one line, or more where a quoted field holds their ends. */
export function cutRecord(stretch: Stretch): Cut {
  const { bytes, isLast } = stretch;
  for (let from = textStart(stretch); ; ) {
    const end = endOfRecord(bytes, from, isLast);
    if (end === undefined) return MORE;
    const to = end > from && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    const next = Math.min(end + 1, bytes.length);
    if (to > from) return { kind: 'item', from, to, next };
    if (end === bytes.length) return END;
    from = next;
  }
}

/** Where the line feed behind a record is, or the end of the object; undefined when these bytes do not reach so far. */
function endOfRecord(bytes: Uint8Array, from: number, isLast: boolean): number | undefined {
  let isQuoted = false;
  let isFieldStart = true;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isQuoted) {
      if (byte !== QUOTE) continue;
      if (bytes[at + 1] === QUOTE) at++;
      else isQuoted = false;
    } else if (byte === LINE_FEED) return at;
    else if (byte === QUOTE && isFieldStart) isQuoted = true;
    isFieldStart = byte === COMMA;
  }
  if (!isLast) return undefined;
  if (isQuoted) throw new MalformedItem('a quote is opened and never closed');
  return bytes.length;
}

/** The fields of one record. @throws MalformedItem when a quote stands where none may */
export function fieldsOf(record: string): string[] {
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const { value, end } = record[at] === '"' ? quotedField(record, at + 1) : plainField(record, at);
    fields.push(value);
    if (end === record.length) return fields;
    at = end + 1;
  }
}

interface ReadField {
  readonly value: string;
  /** Where its comma is, or the end of the record. */
  readonly end: number;
}

function plainField(record: string, from: number): ReadField {
  const comma = record.indexOf(',', from);
  const end = comma === -1 ? record.length : comma;
  const value = record.slice(from, end);
  if (value.includes('"'))
    throw new MalformedItem('a quote stands within a field that does not begin with one');
  return { value, end };
}

function quotedField(record: string, from: number): ReadField {
  let value = '';
  for (let at = from; ; ) {
    const quote = record.indexOf('"', at);
    if (quote === -1) throw new MalformedItem('a quote is opened and never closed');
    value += record.slice(at, quote);
    const end = quote + 1;
    if (record[end] !== '"') {
      if (end === record.length || record[end] === ',') return { value, end };
      throw new MalformedItem('a field goes on behind the quote that closes it');
    }
    value += '"';
    at = end + 1;
  }
}

/** The names of the columns, which the first record holds. @throws MalformedItem when two have one name, or one has none */
export function columnsOf(record: string): readonly string[] {
  const columns = fieldsOf(record);
  for (const [index, name] of columns.entries()) {
    if (name === '') throw new MalformedItem(`column ${index + 1} has no name`);
    if (columns.indexOf(name) !== index)
      throw new MalformedItem(`two columns are named ${stringifyJson(name)}`);
  }
  return columns;
}

/** A record as an object. @throws MalformedItem when it has more or fewer fields than there are columns */
export function rowOf(record: string, columns: readonly string[]): Record<string, string> {
  const fields = fieldsOf(record);
  if (fields.length !== columns.length) {
    throw new MalformedItem(`there are ${fields.length} fields, and ${columns.length} columns`);
  }
  return Object.fromEntries(columns.map((name, index) => [name, fields[index] as string]));
}
