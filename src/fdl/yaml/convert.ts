import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { asPrinted, isNumeral, type Numeral } from '../../common/numeral.ts';
import type { Report } from '../report.ts';
import { REFERENCE_TAG, referencedArn } from './deploy-reference.ts';
import { memberPath, type Place, type YamlEntry, type YamlNode, type YamlScalar } from './node.ts';

/** Most values that aliases may add to a text. */
const MAX_ALIASED_VALUES = 10_000;

/** Our own tree for a parsed document: aliases resolved, keys text and unique; `undefined` when aliases are wrong. */
export function convert(root: ParsedNode | null, report: Report): YamlNode | undefined {
  const converter = new Converter(report);
  const { node } = converter.convert(root, '', { start: 0, end: 0 });
  return converter.hasWrongAliases ? undefined : node;
}

interface Converted {
  readonly node: YamlNode;
  /** Values in this node, those that aliases bring included. */
  readonly values: number;
}

class Converter {
  readonly #report: Report;
  readonly #anchors = new Map<string, Converted>();
  #aliasedValues = 0;
  hasWrongAliases = false;

  constructor(report: Report) {
    this.#report = report;
  }

  convert(node: ParsedNode | null, path: string, around: Place): Converted {
    if (node === null) return leaf(nothing(around));
    const place = { start: node.range[0], end: node.range[1] };
    if (isAlias(node)) return this.#resolve(node, path, place);
    const converted = this.#convertContent(node, path, place);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, converted);
    return converted;
  }

  #convertContent(node: Exclude<ParsedNode, Alias.Parsed>, path: string, place: Place): Converted {
    if (isScalar(node)) return leaf(toScalar(node, place));
    return isMap(node) ? this.#convertMap(node, path, place) : this.#convertList(node, path, place);
  }

  #convertList({ items }: YAMLSeq.Parsed, path: string, place: Place): Converted {
    const converted = items.map((item, index) =>
      this.convert(item as ParsedNode, `${path}[${index}]`, place),
    );
    return {
      node: { kind: 'list', items: converted.map(({ node }) => node), ...place },
      values: converted.reduce((sum, { values }) => sum + values, 1),
    };
  }

  #convertMap({ items }: YAMLMap.Parsed, path: string, place: Place): Converted {
    const entries = new Map<string, YamlEntry>();
    let values = 1;
    for (const { key, value } of items) {
      const keyPlace = { start: key.range[0], end: key.range[1] };
      const name = keyText(key);
      if (name === undefined) {
        this.#report.add('invalid-key', keyPlace, path, 'The keys of an object must be text');
        continue;
      }
      const inner = memberPath(path, name);
      if (entries.has(name))
        this.#report.add('duplicate-key', keyPlace, inner, `The key "${name}" is here twice`);
      const converted = this.convert(value, inner, keyPlace);
      values += converted.values;
      entries.set(name, { keyPlace, value: converted.node });
    }
    return { node: { kind: 'map', entries, ...place }, values };
  }

  #resolve({ source }: Alias.Parsed, path: string, place: Place): Converted {
    const target = this.#anchors.get(source);
    this.#aliasedValues += target?.values ?? 0;
    if (target !== undefined && this.#aliasedValues <= MAX_ALIASED_VALUES) return target;
    const message =
      target === undefined
        ? `There is no anchor &${source} before this alias`
        : `Aliases may add ${MAX_ALIASED_VALUES} values to a text; this one exceeds that`;
    this.#report.add('yaml-alias', place, path, message);
    this.hasWrongAliases = true;
    return leaf(nothing(place));
  }
}

function toScalar(scalar: Scalar.Parsed, place: Place): YamlScalar {
  const isPlain = scalar.type === 'PLAIN' && scalar.tag === undefined;
  // The core schema makes no other values.
  const written = scalar.value as YamlScalar['value'];
  // The tag is refused already. With the value that it stands for nothing else is wrong in its place.
  const arn = scalar.tag === REFERENCE_TAG ? referencedArn(scalar.source) : undefined;
  if (arn !== undefined) return { kind: 'scalar', value: arn, text: arn, isPlain, ...place };
  const value = isNumeral(written) ? shortest(written) : written;
  return { kind: 'scalar', value, text: scalar.source, isPlain, ...place };
}

/** Whole numbers are composed as bigints, so that none loses a digit; most are doubles as well. */
function shortest(composed: Numeral): Numeral {
  if (typeof composed === 'number') return asPrinted(composed);
  const double = Number(composed);
  return Number.isSafeInteger(double) ? double : composed;
}

function leaf(node: YamlScalar): Converted {
  return { node, values: 1 };
}

function nothing(place: Place): YamlScalar {
  return { kind: 'scalar', value: null, text: '', isPlain: true, start: place.start, end: place.end };
}

function keyText(key: ParsedNode): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}
