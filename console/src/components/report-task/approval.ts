import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../src/common/json.ts';
import { jsonIn, stringifyJson } from '../../../../src/common/json-text.ts';

/** A field of the form that a task asks for (docs/guide/approvals.md). */
export interface FormField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'choice';
  readonly title: string;
  readonly description: string;
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly preset: FieldValue;
}

/** A field as it is filled in. */
export type FieldValue = string | boolean;

/** The facts on which a person decides. */
export interface Approval {
  /** The input of the task without its token and its form. */
  readonly data: JsonObject;
  /** Absent where the task asks for none that can be shown. */
  readonly form?: readonly FormField[];
}

/** Stands where the token was in the middle of a text. */
const HIDDEN = '…';
const MOST_FIELDS = 30;

/** The facts that a task shows. The token is what lets its holder report: it is not shown. */
export function approvalOf({
  Input,
  TaskToken,
}: {
  readonly Input: string;
  readonly TaskToken: string;
}): Approval {
  const input = jsonIn(Input);
  if (!isJsonObject(input)) return { data: {} };
  const form = readForm(input['form']);
  const { form: _shownAsFields, ...rest } = input;
  const data = withoutToken(form === undefined ? input : rest, TaskToken);
  return { data: isJsonObject(data) ? data : {}, ...(form !== undefined && { form }) };
}

/** The output of a filled-in form; undefined while a field is missing or is no number. */
export function outputOfForm(
  form: readonly FormField[],
  values: Readonly<Record<string, FieldValue>>,
): JsonObject | undefined {
  const output: Record<string, JsonValue> = {};
  for (const { name, kind, isRequired, preset } of form) {
    const value = values[name] ?? preset;
    if (value === '') {
      if (isRequired) return undefined;
      continue;
    }
    const isNumeric = kind === 'number' || kind === 'integer';
    const read = isNumeric ? Number(value) : value;
    if (isNumeric && !(kind === 'integer' ? Number.isSafeInteger(read) : Number.isFinite(read)))
      return undefined;
    output[name] = read;
  }
  return output;
}

/** The text of an output with the user who reported it, where one has signed in and the output names none. */
export function outputBy(output: string, user: string | undefined): string {
  const value = jsonIn(output);
  if (user === undefined || !isJsonObject(value) || 'reportedBy' in value) return output;
  return stringifyJson({ ...value, reportedBy: user });
}

/** A reason with the user who gave it. */
export function causeBy(cause: string, user: string | undefined): string {
  return user === undefined ? cause : `${cause} (${user})`;
}

/** The tasks that have waited for so many seconds. */
export function waitingFor<T extends { readonly SubmittedTime: string }>(
  tasks: readonly T[],
  seconds: number,
  now: number,
): readonly T[] {
  return tasks.filter(({ SubmittedTime }) => now - Date.parse(SubmittedTime) >= seconds * 1000);
}

function withoutToken(value: JsonValue, token: string): JsonValue {
  if (typeof value === 'string') return value.replaceAll(token, HIDDEN);
  if (isJsonArray(value)) return value.map((item) => withoutToken(item, token));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== token);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutToken(member, token)]));
}

/** A schema of an object with plain members; undefined for anything else, which is shown as data. */
function readForm(schema: JsonValue | undefined): readonly FormField[] | undefined {
  if (!isJsonObject(schema) || !isJsonObject(schema['properties'])) return undefined;
  const required = isJsonArray(schema['required']) ? schema['required'] : [];
  const fields = Object.entries(schema['properties']).map(([name, property]) =>
    isJsonObject(property) ? fieldOf(name, property, required.includes(name)) : undefined,
  );
  const isShown = fields.length > 0 && fields.length <= MOST_FIELDS;
  return isShown && fields.every((field) => field !== undefined) ? fields : undefined;
}

function fieldOf(name: string, property: JsonObject, isRequired: boolean): FormField | undefined {
  const choices = property['enum'];
  const kind = kindOf(property['type'], choices);
  if (kind === undefined) return undefined;
  const preset = property['default'];
  return {
    name,
    kind,
    title: textOf(property['title']) || name,
    description: textOf(property['description']),
    choices: isJsonArray(choices) ? choices.map(textOf) : [],
    isRequired: isRequired && kind !== 'boolean',
    preset: kind === 'boolean' ? preset === true : textOf(preset),
  };
}

function kindOf(type: JsonValue | undefined, choices: JsonValue | undefined): FormField['kind'] | undefined {
  if (isJsonArray(choices))
    return choices.every((choice) => typeof choice === 'string') ? 'choice' : undefined;
  if (type === 'string') return 'text';
  return type === 'number' || type === 'integer' || type === 'boolean' ? type : undefined;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
