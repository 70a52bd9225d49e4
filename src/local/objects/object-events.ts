import type { StoredObject } from '../../adapters/embedded/objects/stored-object.ts';
import type { ObjectCreated } from './object-created.ts';

/** Reports new objects, each with a sequencer of its own. */
export class ObjectEvents {
  readonly #onCreated: (created: ObjectCreated) => Promise<void>;
  #count = 0;

  constructor(onCreated: (created: ObjectCreated) => Promise<void>) {
    this.#onCreated = onCreated;
  }

  /** Resolves once every start that the object causes is on disk. */
  async tell(bucket: string, object: StoredObject, reason: ObjectCreated['reason']): Promise<void> {
    const { key, size, etag, modifiedAt } = object;
    this.#count = (this.#count + 1) % 0x10000;
    const sequencer = `${hex(modifiedAt, 12)}${hex(this.#count, 4)}`;
    await this.#onCreated({ bucket, key, size, etag, sequencer, reason });
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0').toUpperCase();
}
