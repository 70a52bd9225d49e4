import { readFileSync } from 'node:fs';
import { decodeUtf8 } from '../../common/decode-utf8.ts';
import { isJsonObject, type JsonValue } from '../../common/json.ts';
import type { UploadRule } from './object-created.ts';

const KEYS = ['bucket', 'prefix', 'suffix', 'flow', 'qualifier'];
/** Members that may be left out. */
const TEXTS = ['prefix', 'suffix', 'qualifier'] as const;

/**
 * The rules in a JSON file: `[{"bucket": "photos", "prefix": "raw/", "suffix": ".jpg", "flow": "develop"}]`.
 *
 * @throws an error that names the file and the rule when it is anything else.
 */
export function readUploadRules(file: string): readonly UploadRule[] {
  const problem = (text: string) => new Error(`${file}: ${text}`);
  let rules: JsonValue;
  try {
    const decoded = decodeUtf8(readFileSync(file));
    if ('problem' in decoded) throw new Error(`it ${decoded.problem}`);
    rules = JSON.parse(decoded.text);
  } catch (error) {
    throw problem(error instanceof Error ? error.message : String(error));
  }
  if (!Array.isArray(rules)) throw problem('it must hold an array of rules');
  return rules.map((rule, index) => {
    const read = readRule(rule);
    if (typeof read === 'string') throw problem(`rule ${index + 1} ${read}`);
    return read;
  });
}

/** A rule, or its problem as a text. */
function readRule(rule: JsonValue): UploadRule | string {
  if (!isJsonObject(rule)) return 'is not an object';
  const unknown = Object.keys(rule).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `has "${unknown}", a rule has ${KEYS.join(', ')}`;
  const { bucket, flow } = rule;
  if (typeof bucket !== 'string' || bucket === '') return 'needs the name of a "bucket"';
  if (typeof flow !== 'string' || flow === '') return 'needs the name of a "flow"';
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const key of TEXTS) {
    const text = rule[key];
    if (text === undefined) continue;
    if (typeof text !== 'string') return `has a "${key}" that is no text`;
    texts[key] = text;
  }
  return { bucket, flow, ...texts };
}
