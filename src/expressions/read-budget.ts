import type { JsonValue } from '../common/json.ts';
import { measureJson } from '../common/measure-json.ts';
import type { Path } from './path.ts';

/** Bytes of JSON that conditions with one budget may read; a comparison costs the sizes of its sides. */
const MAX_READ_BYTES = 4 * 1024 * 1024;

/** The data that conditions may still read. Without a bound, thousands of comparisons of large values would take minutes. */
export class ReadBudget {
  #left = MAX_READ_BYTES;

  /** True once something was not read for want of budget. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** Pays for reading `value`, found by `path` in `input`; false when there is too little left. */
  pay(path: Path, value: JsonValue | undefined, input: JsonValue): boolean {
    // A wildcard looks at everything, also when it finds nothing.
    const looked = path.segments.some(({ kind }) => kind === 'every') ? input : value;
    this.#left -= looked === undefined ? 0 : sizeOf(looked);
    return !this.isSpent;
  }
}

function sizeOf(value: JsonValue): number {
  return typeof value === 'string' ? value.length : measureJson(value).bytes;
}
