import { stringifyJson } from '../../common/json-text.ts';
import type { Numeral } from '../../common/numeral.ts';

/** A stretch of the definition text, in UTF-16 units from 0. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A single value, a number perhaps not finite; `text` is its text in the definition, without quotes. */
export interface YamlScalar extends Place {
  readonly kind: 'scalar';
  readonly value: string | Numeral | boolean | null;
  readonly text: string;
  readonly isPlain: boolean;
}

/** A sequence. */
export interface YamlList extends Place {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

/** A key of a map, with its value. */
export interface YamlEntry {
  readonly keyPlace: Place;
  readonly value: YamlNode;
}

/** A mapping with text keys, in the order of the text. */
export interface YamlMap extends Place {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

/**
 * A piece of the definition with its place. Aliases are resolved: one node may stand at several paths, with the
 * place of its anchor.
 */
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** A node and where it stands, as `steps[2].retry[0]`. */
export interface Field {
  readonly node: YamlNode;
  readonly path: string;
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The path of the value under `key`. */
export function memberPath(path: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${stringifyJson(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The elements of a list, each with its path. */
export function listFields({ items }: YamlList, path: string): readonly Field[] {
  return items.map((node, index) => ({ node, path: `${path}[${index}]` }));
}
