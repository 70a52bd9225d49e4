import { isJsonObject, type JsonValue } from '../../common/json.ts';
import { readJson } from '../../common/json-text.ts';
import type { EnvironmentVariable } from '../../ports/flow-store.ts';
import type { Kind, Parsed } from './params.ts';

const MAX_VARIABLES = 100;
const MAX_NAME_CHARACTERS = 128;
const MAX_VALUE_CHARACTERS = 4_096;
const FORM = '{"Variables":[{"Name":"…","Value":"…"}]}';

/** The variables of a flow, as an object or its JSON text; none when the text is empty. */
export const environment: Kind<readonly EnvironmentVariable[]> = {
  mayBeEmpty: true,
  json: 'object',
  parse(given) {
    if (given === '') return { value: [] };
    const read = typeof given === 'string' ? readJson(given) : { value: given };
    return 'problem' in read ? read : readVariables(read.value);
  },
};

/** Values may be secrets, so no problem shows what was given. */
function readVariables(given: JsonValue): Parsed<readonly EnvironmentVariable[]> {
  const listed = isJsonObject(given) ? (given['Variables'] ?? []) : undefined;
  if (!Array.isArray(listed)) return { problem: `is not of the form ${FORM}` };
  if (listed.length > MAX_VARIABLES) return { problem: `has more than ${MAX_VARIABLES} variables` };
  const variables: EnvironmentVariable[] = [];
  const names = new Set<string>();
  for (const [index, entry] of listed.entries()) {
    const variable = readVariable(entry);
    if (variable === undefined) return { problem: `has no allowed variable ${index + 1}; ${ALLOWED}` };
    if (names.has(variable.name))
      return { problem: `has two variables of the name of variable ${index + 1}` };
    names.add(variable.name);
    variables.push(variable);
  }
  return { value: variables };
}

const ALLOWED = `allowed are texts: Name of 1 to ${MAX_NAME_CHARACTERS} characters, Value and Description of at most ${MAX_VALUE_CHARACTERS}`;

function readVariable(given: JsonValue): EnvironmentVariable | undefined {
  if (!isJsonObject(given)) return undefined;
  const { Name: name, Value: value = '', Description: description = '' } = given;
  if (!isText(name, MAX_NAME_CHARACTERS) || name === '') return undefined;
  if (!isText(value, MAX_VALUE_CHARACTERS) || !isText(description, MAX_VALUE_CHARACTERS)) return undefined;
  return { name, value, description };
}

function isText(given: JsonValue | undefined, max: number): given is string {
  return typeof given === 'string' && given.length <= max;
}
