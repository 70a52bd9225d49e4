import { deepEqual } from '../../../../../src/common/deep-equal.ts';
import { isJsonObject, type JsonObject } from '../../../../../src/common/json.ts';
import { jsonIn } from '../../../../../src/common/json-text.ts';

/** The difference between the data of a list and an edited text of them. */
export interface DataEdit {
  /** Members that are new or have another value; a patch lays them over the data. */
  readonly patch: JsonObject;
  /** Members that are gone: a patch cannot do that. */
  readonly removed: readonly string[];
}

/** The patch that an edit makes of some data, both JSON object texts; undefined when the edited text is none. */
export function dataEdit(before: string, edited: string): DataEdit | undefined {
  const [old, wanted] = [jsonIn(before), jsonIn(edited)];
  if (!isJsonObject(old) || !isJsonObject(wanted)) return undefined;
  const changed = Object.entries(wanted).filter(([name, value]) => {
    const known = Object.hasOwn(old, name) ? old[name] : undefined;
    return known === undefined || !deepEqual(known, value);
  });
  return {
    patch: Object.fromEntries(changed),
    removed: Object.keys(old).filter((name) => !Object.hasOwn(wanted, name)),
  };
}
