import { parseDocument, type Tags } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../common/json.ts';
import { readJson } from '../common/json-text.ts';

/** Short forms of the functions of templates: `!Ref a` is `{ Ref: a }`. */
const SHORT_FORMS = [
  'Ref',
  'Sub',
  'GetAtt',
  'Join',
  'FindInMap',
  'Select',
  'Split',
  'Base64Encode',
  'Replace',
  'If',
];
/** Of aliases, which multiply what they stand for. */
const MAX_ALIASES = 100;

const TAGS: Tags = SHORT_FORMS.flatMap((name) => {
  const long = name === 'Ref' ? 'Ref' : `Fn::${name}`;
  const tag = `!${name}`;
  const wrap = (value: unknown) => ({ [long]: value });
  return [
    { tag, resolve: (text: string) => wrap(text) },
    { tag, collection: 'seq' as const, resolve: (seq: { toJSON(): unknown }) => wrap(seq.toJSON()) },
    { tag, collection: 'map' as const, resolve: (map: { toJSON(): unknown }) => wrap(map.toJSON()) },
  ];
}) as Tags;

/** Reads a template in YAML or JSON, with the short forms of its functions written out. @returns undefined for anything else */
export function readTemplate(text: string): JsonObject | undefined {
  const json = text.trimStart().startsWith('{') ? readJson(text) : undefined;
  if (json !== undefined && 'value' in json) return isJsonObject(json.value) ? json.value : undefined;
  const document = parseDocument(text, { customTags: TAGS, logLevel: 'silent', uniqueKeys: false });
  if (document.errors.length > 0) return undefined;
  const read: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  return isJsonObject(read as JsonValue) ? (read as JsonObject) : undefined;
}
