import type { JsonObject, JsonValue } from '../../common/json.ts';
import { isJsonObject } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import type { Logger } from '../../ports/logger.ts';
import { unpackText } from './packed-text.ts';

/** The members, with their types, that a value must have to be accepted; `kept` is a text or the name of one (`KeptText`). */
export type Shape = Readonly<Record<string, 'kept' | 'string' | 'number' | 'boolean' | 'array' | 'object'>>;

/** The shape of a value that names its own kind. @throws when it is of none */
export type ShapeOf = (value: JsonObject) => Shape;

/** Reads the values in rows, and tells the operator once of each row that holds another shape. */
export class StoredRows {
  readonly #logger: Pick<Logger, 'error'>;
  readonly #told = new Set<string>();

  readonly #flowName: (flowId: string) => string;

  /** `flowName` finds the name of a flow for people. */
  constructor(logger: Pick<Logger, 'error'>, flowName: (flowId: string) => string) {
    this.#logger = logger;
    this.#flowName = flowName;
  }

  /** Names something that belongs to a flow. */
  ofFlow(what: string, flowId: string): string {
    return `${what} of flow ${this.#flowName(flowId)}`;
  }

  /** The value in a row; `what` names the row for people. @throws DamagedData */
  read<T>(body: Uint8Array, shape: Shape | ShapeOf, what: () => string): T {
    try {
      return sound(parseJson(unpackText(body)), shape) as unknown as T;
    } catch (error) {
      const damaged = new DamagedData(what(), error);
      if (!this.#told.has(damaged.message)) this.#logger.error(damaged.message);
      this.#told.add(damaged.message);
      throw damaged;
    }
  }

  /** The same; undefined for a row that holds nothing of the kind. */
  readIfSound<T>(body: Uint8Array, shape: Shape | ShapeOf, what: () => string): T | undefined {
    try {
      return this.read(body, shape, what);
    } catch (error) {
      if (error instanceof DamagedData) return undefined;
      throw error;
    }
  }
}

function sound(value: JsonValue, given: Shape | ShapeOf): JsonObject {
  if (!isJsonObject(value)) throw new Error('it is no object');
  const shape = typeof given === 'function' ? given(value) : given;
  for (const [key, type] of Object.entries(shape)) {
    const member = Object.hasOwn(value, key) ? value[key] : undefined;
    const is = Array.isArray(member) ? 'array' : member === null ? 'null' : typeof member;
    const isKept = type === 'kept' && (is === 'string' || is === 'object');
    if (is !== type && !isKept)
      throw new Error(`${key} is ${member === undefined ? 'missing' : `of type ${is}`}`);
  }
  return value;
}
