import type { StoredObject } from '../../adapters/embedded/objects/stored-object.ts';
import type { ObjectCreated } from './object-created.ts';

/** Tells of objects that come to be, each with a sequencer of its own. */
export class ObjectEvents {
  readonly #onCreated: (created: ObjectCreated) => Promise<void>;
  #count = 0;

  constructor(onCreated: (created: ObjectCreated) => Promise<void>) {
    this.#onCreated = onCreated;
  }

  /** Resolves once all who hear of the object are done. */
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
