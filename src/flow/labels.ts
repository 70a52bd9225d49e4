import { cutText } from '../common/cut-text.ts';
import { aJsonType, isJsonObject, type JsonObject, type JsonValue } from '../common/json.ts';
import { stringifyJson } from '../common/json-text.ts';
import { evaluatePath } from '../expressions/evaluate-path.ts';
import { parsePath } from '../expressions/parse-path.ts';

/** Labels by which executions are found: a few names, each with a text. */
export type Labels = Readonly<Record<string, string>>;

/** Where a flow's executions get labels from: by name, a path into the input. */
export type LabelMappings = Readonly<Record<string, string>>;

type Read<T> = { readonly value: T } | { readonly problem: string };

/** Labels of one execution, and label mappings of one flow, at most. */
export const MAX_LABELS = 10;

/** Longest value of a label, in UTF-16 units. */
export const MAX_LABEL_CHARACTERS = 256;

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const NAME_RULE = 'a name of 1 to 64 letters, digits, _, . and -, beginning with a letter or _';
const VALUE_RULE = `a text of 1 to ${MAX_LABEL_CHARACTERS} characters, a number or a boolean`;

/** The labels in a JSON value; the problem is a phrase that follows what it is about. */
export function readLabels(value: JsonValue): Read<Labels> {
  return readEntries(value, (given) => {
    const text = labelText(given);
    return text === undefined ? { problem: `; allowed is ${VALUE_RULE}` } : { value: text };
  });
}

/** The mappings in a JSON value; the problem is a phrase that follows what it is about. */
export function readLabelMappings(value: JsonValue): Read<LabelMappings> {
  return readEntries(value, (given) => {
    const path = typeof given === 'string' ? parsePath(given, ['$input']) : undefined;
    if (typeof given !== 'string' || path === undefined)
      return { problem: '; allowed is a path like $input.id' };
    return path.ok ? { value: given } : { problem: `: ${path.problem.message}` };
  });
}

/**
 * The labels that an execution gets: those that its start names, then those that its flow reads in the input, up to the
 * most that one may have. A path that leads to nothing that can be a label gives none.
 */
export function labelsOf(given: Labels, mappings: LabelMappings, readInput: () => JsonObject): Labels {
  const sources = Object.entries(mappings);
  if (sources.length === 0) return given;
  const labels = new Map(Object.entries(given));
  const input = readInput();
  for (const [name, source] of sources) {
    if (labels.size >= MAX_LABELS) break;
    const path = parsePath(source, ['$input']);
    const value = path.ok ? evaluatePath(path.value, { input, local: {}, context: {} }) : undefined;
    const text = value === undefined ? undefined : labelText(value);
    if (text !== undefined && !labels.has(name)) labels.set(name, text);
  }
  return Object.fromEntries(labels);
}

/** A label as it is searched for: `name=value`. */
export function labelEntries(labels: Labels = {}): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`);
}

/** The problem of a text that should be `name=value`; undefined when it is that. */
export function labelProblem(text: string): string | undefined {
  const at = text.indexOf('=');
  const isLabel = NAME.test(text.slice(0, Math.max(at, 0))) && labelText(text.slice(at + 1)) !== undefined;
  return isLabel ? undefined : 'must be a name, = and a value, like orderId=ORD-001591';
}

function readEntries(
  value: JsonValue,
  read: (value: JsonValue) => Read<string>,
): Read<Readonly<Record<string, string>>> {
  if (!isJsonObject(value)) return { problem: `is ${aJsonType(value)}; allowed is a JSON object` };
  const entries = Object.entries(value);
  if (entries.length > MAX_LABELS)
    return { problem: `has ${entries.length} members; allowed are ${MAX_LABELS}` };
  const found: [string, string][] = [];
  for (const [name, given] of entries) {
    if (!NAME.test(name)) return { problem: `names ${shown(name)}; allowed is ${NAME_RULE}` };
    const entry = read(given);
    if ('problem' in entry) return { problem: `has ${shown(given)} as ${name}${entry.problem}` };
    found.push([name, entry.value]);
  }
  return { value: Object.fromEntries(found) };
}

/** A value as the text of a label; undefined for one that can be none. */
function labelText(value: JsonValue): string | undefined {
  if (value === null || typeof value === 'object') return undefined;
  const text = typeof value === 'string' ? value : stringifyJson(value);
  return text.length > 0 && text.length <= MAX_LABEL_CHARACTERS ? text : undefined;
}

function shown(value: JsonValue): string {
  return cutText(stringifyJson(value), 80);
}
