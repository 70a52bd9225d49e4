import { parseDocument, type ScalarTag, type Tags } from 'yaml';
import { jsonIn, stringifyJson } from '../common/json-text.ts';
import { Report } from '../fdl/report.ts';
import type { YamlNode } from '../fdl/yaml/node.ts';
import { readYaml } from '../fdl/yaml/read-yaml.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

/** Columns beyond which lists and objects in one line, and long texts, are broken into several. */
const LINE_WIDTH = 120;

/**
 * A definition in its usual form: two spaces for each level, one line break at the end; comments, empty lines, quotes and
 * the order stay. JSON stays JSON. Undefined for a text that is no YAML, or would come to mean something else.
 */
export function formatDefinition(text: string): string | undefined {
  const before = meaningOf(text);
  if (before === undefined) return undefined;
  const formatted = isJson(text) ? formatJson(text) : formatYaml(text);
  return meaningOf(formatted) === before ? formatted : undefined;
}

function isJson(text: string): boolean {
  return text.trimStart().startsWith('{') && jsonIn(text) !== undefined;
}

function formatJson(text: string): string {
  return `${stringifyJson(jsonIn(text) ?? null, 2)}\n`;
}

function formatYaml(text: string): string {
  const document = parseDocument(text, {
    schema: 'core',
    intAsBigInt: true,
    resolveKnownTags: false,
    logLevel: 'silent',
    customTags: (tags) => tags.map(asWritten),
  });
  return document.toString({ indent: 2, lineWidth: LINE_WIDTH, flowCollectionPadding: false });
}

/** A tag that prints what was written, so that `1e3` and `007` keep their form. */
function asWritten(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || !('default' in tag) || tag.tag === 'tag:yaml.org,2002:str') return tag;
  const { stringify } = tag as ScalarTag;
  const print: ScalarTag['stringify'] = (item, ...rest) => item.source ?? stringify?.(item, ...rest) ?? '';
  return tag.collection === undefined ? { ...tag, stringify: print } : tag;
}

/** Everything that a text says, as one text to compare; undefined when it cannot be read without guessing. */
function meaningOf(text: string): string | undefined {
  const report = new Report(text);
  const node = readYaml(text, DEFAULT_LIMITS, report);
  return node?.kind !== 'map' || report.hasErrors ? undefined : stringifyJson(withoutPlaces(node));
}

function withoutPlaces(node: YamlNode): string | readonly unknown[] {
  if (node.kind === 'scalar') return `${typeof node.value} ${String(node.value)}`;
  if (node.kind === 'list') return node.items.map(withoutPlaces);
  return [...node.entries].map(([key, { value }]) => [key, withoutPlaces(value)]);
}
