import { isJsonObject, type JsonObject } from '../../../common/json.ts';
import { readConstant } from '../../../fdl/read/constant.ts';
import type { Context, Read } from '../../../fdl/read/context.ts';
import { describe } from '../../../fdl/read/words.ts';
import { type Field, memberPath } from '../../../fdl/yaml/node.ts';

/** Reads an object of any JSON. */
export const readObject: Read<JsonObject> = (field, context) => {
  const value = readConstant(field, context);
  if (isJsonObject(value)) return value;
  context.refuse('wrong-type', field, `Expected an object, found ${describe(field.node)}`);
  return {};
};

/** A member of an object whose keys are names. */
export interface NamedField {
  readonly name: string;
  /** Its key, for what is wrong with the name. */
  readonly key: Field;
  readonly value: Field;
}

/** The members of an object; `what` names it in messages. */
export function membersOf(what: string, field: Field, context: Context): readonly NamedField[] {
  const { node, path } = field;
  if (node.kind !== 'map') {
    context.refuse('wrong-type', field, `Expected ${what} as an object, found ${describe(node)}`);
    return [];
  }
  return [...node.entries].map(([name, { keyPlace, value }]) => {
    const inner = memberPath(path, name);
    const key = { kind: 'scalar', value: name, text: name, isPlain: true, ...keyPlace } as const;
    return { name, key: { node: key, path: inner }, value: { node: value, path: inner } };
  });
}
