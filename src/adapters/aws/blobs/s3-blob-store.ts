import type { Instant } from '../../../interpreter/event.ts';
import type { BlobHolder, BlobStore } from '../../../ports/blob-store.ts';
import type { Clock } from '../../../ports/clock.ts';
import { DamagedData } from '../../../ports/damaged-data.ts';
import type { BlobRef } from '../../../ports/kept-text.ts';
import { packText, unpackText } from '../executions/packed-text.ts';
import { serviceError } from '../targets/call-failure.ts';
import { isOverload, overloaded } from '../tell-overload.ts';
import { KEEP_TAG, keepClass } from './keep-classes.ts';
import type { ObjectClient } from './object-client.ts';

/** The bucket of large texts. */
export interface BlobStoreParts {
  /** Opens the client; called when it is first needed. */
  readonly openClient: () => Promise<ObjectClient>;
  readonly bucket: string;
  readonly clock: Clock;
}

/** Tries of a write that meets another of the same text, and the pause between them. */
const TRIES = 5;
const PAUSE_MS = 100;

/**
 * Large texts as objects of one bucket, under the key of their execution.
 *
 * The bucket removes an object so many days after it was written as its tag says. The days cover the longest possible life
 * of the execution and the retention, as the expiry of a record does.
 */
export class S3BlobStore implements BlobStore {
  readonly #parts: BlobStoreParts;
  #client: Promise<ObjectClient> | undefined;

  constructor(parts: BlobStoreParts) {
    this.#parts = parts;
  }

  /**
   * S3 refuses an object that is there, and says so when two writers meet. One that is there may be of a time when it was
   * needed for fewer days.
   */
  async put(holder: BlobHolder, ref: BlobRef, text: string, endsBy?: Instant): Promise<void> {
    const object = this.#object(keyOf(holder, ref), endsBy);
    const packed = packText(text);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#use((client) => client.create(object, packed));
      } catch (error) {
        const { status } = serviceError(error);
        if (status === 412) return await this.#use((client) => client.renew(object));
        if (status !== 409 || tries === TRIES) throw error;
        await this.#parts.clock.sleep(PAUSE_MS);
      }
    }
  }

  async get(holder: BlobHolder, ref: BlobRef): Promise<string | undefined> {
    try {
      const packed = await this.#use((client) => client.read(this.#parts.bucket, keyOf(holder, ref)));
      return unpacked(packed, holder);
    } catch (error) {
      if (serviceError(error).status === 404) return undefined;
      throw error;
    }
  }

  /** A copy of an object onto itself lets its days count from now. */
  async keep(holder: BlobHolder, endsBy: Instant): Promise<void> {
    await this.#use(async (client) => {
      for await (const keys of client.list(this.#parts.bucket, `${prefixOf(holder)}/`))
        await Promise.all(keys.map((key) => client.renew(this.#object(key, endsBy))));
    });
  }

  async #use<T>(work: (client: ObjectClient) => Promise<T>): Promise<T> {
    try {
      this.#client ??= this.#parts.openClient();
      return await work(await this.#client);
    } catch (error) {
      throw isOverload(error) ? overloaded('S3', error) : error;
    }
  }

  #object(key: string, endsBy: Instant | undefined) {
    const { bucket, clock } = this.#parts;
    return { bucket, key, tagging: `${KEEP_TAG}=${keepClass(clock.now(), endsBy)}` };
  }
}

function unpacked(packed: Uint8Array, { id }: BlobHolder): string {
  try {
    return unpackText(packed);
  } catch (error) {
    throw new DamagedData(`a large text of execution ${id.name}`, error);
  }
}

/** Ids of flows, names of executions, ids of messages and hashes have only letters, digits, `-` and `_`. */
function prefixOf({ id, owner }: BlobHolder): string {
  return `${id.flowId}/${id.name}/${owner}`;
}

function keyOf(holder: BlobHolder, { blob }: BlobRef): string {
  return `${prefixOf(holder)}/${blob}`;
}
