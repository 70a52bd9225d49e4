import { isJsonArray, isJsonObject, type JsonValue } from '../../common/json.ts';
import { readJson, stringifyJson } from '../../common/json-text.ts';
import { isName, NAME_RULE } from '../../common/name.ts';
import { LATEST } from '../../engine/versions/resolve-flow.ts';
import { choose } from './param-kinds.ts';
import type { Kind, Parsed } from './params.ts';

const NUMBER = /^[1-9]\d{0,8}$/;
const NUMBER_RULE = 'the number of a version, like 1';

/** The choice of a definition: a version, an alias, or the newest. */
export const qualifier: Kind<string> = choose(
  (text) => (NUMBER.test(text) || isName(text) ? text : undefined),
  `${NUMBER_RULE}, the name of an alias, or ${LATEST}`,
);

/** How a qualifier goes into a record: the newest definition is none. */
export function keptQualifier(given: string | undefined): { readonly qualifier?: string } {
  return given === undefined || given === LATEST ? {} : { qualifier: given };
}

/** The number of a version. */
export const versionNumber: Kind<number> = choose(
  (text) => (NUMBER.test(text) ? Number(text) : undefined),
  NUMBER_RULE,
);

/** The number of a version; 0 for the newest definition. */
export const versionOrLatest: Kind<number> = choose((text) => {
  if (text === LATEST) return 0;
  return NUMBER.test(text) ? Number(text) : undefined;
}, `${NUMBER_RULE}, or ${LATEST}`);

/** Name of an alias. No name begins with a digit, so none is taken for a version. */
export const aliasName: Kind<string> = choose(
  (text) => (isName(text) && text !== LATEST ? text : undefined),
  `${NAME_RULE}, but not ${LATEST}`,
);

/** A version and its share, as an alias is asked for. */
export interface WantedRoute {
  readonly number: number;
  readonly weight: number;
}

/** One or two versions with their weights: a list, or its JSON text. */
export const routes: Kind<readonly WantedRoute[]> = {
  mayBeEmpty: false,
  json: 'array',
  parse(given) {
    if (typeof given !== 'string') return readRoutes(given);
    const parsed = readJson(given);
    return 'problem' in parsed ? parsed : readRoutes(parsed.value);
  },
};

const ROUTES_RULE =
  'a list of one or two versions, like [{"Version":"1","Weight":90},{"Version":"2","Weight":10}]';

function readRoutes(value: JsonValue): Parsed<readonly WantedRoute[]> {
  if (!isJsonArray(value) || value.length < 1 || value.length > 2) {
    return { problem: `must be ${ROUTES_RULE}` };
  }
  const found = value.map(readRoute);
  const wanted = found.filter((route) => route !== undefined);
  if (wanted.length < found.length) {
    return { problem: `must be ${ROUTES_RULE}; weights are whole numbers from 0 to 100` };
  }
  if (wanted.length === 2 && wanted[0]?.number === wanted[1]?.number) {
    return { problem: `names version ${wanted[0]?.number} twice; allowed is each once` };
  }
  const isDead = wanted.every(({ weight }) => weight === 0);
  return isDead ? { problem: 'has no weight above 0; at least one must be' } : { value: wanted };
}

function readRoute(value: JsonValue): WantedRoute | undefined {
  if (!isJsonObject(value)) return undefined;
  const number = digits(value['Version']);
  const weight = digits(value['Weight']);
  const isRoute =
    number !== undefined && NUMBER.test(number) && weight !== undefined && Number(weight) <= 100;
  return isRoute ? { number: Number(number), weight: Number(weight) } : undefined;
}

/** A whole number, or its digits, as digits. */
function digits(value: JsonValue | undefined): string | undefined {
  const text = typeof value === 'string' ? value : stringifyJson(value ?? null);
  return /^\d{1,9}$/.test(text) ? text : undefined;
}
