import {
  CopyObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Instant } from '../../../interpreter/event.ts';
import type { BlobHolder, BlobRef, BlobStore } from '../../../ports/blob-store.ts';
import type { Clock } from '../../../ports/clock.ts';
import { DamagedData } from '../../../ports/damaged-data.ts';
import { packText, unpackText } from '../executions/packed-text.ts';
import { serviceError } from '../targets/call-failure.ts';
import { KEEP_TAG, keepClass } from './keep-classes.ts';

/** The bucket of large texts. */
export interface BlobStoreParts {
  readonly client: S3Client;
  readonly bucket: string;
  readonly clock: Clock;
}

/** Objects that are kept longer at the same time. */
const AT_ONCE = 50;
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
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #clock: Clock;

  constructor({ client, bucket, clock }: BlobStoreParts) {
    this.#client = client;
    this.#bucket = bucket;
    this.#clock = clock;
  }

  /** S3 refuses an object that is there, and says so when two writers meet. */
  async put(holder: BlobHolder, ref: BlobRef, text: string, endsBy?: Instant): Promise<void> {
    const command = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: keyOf(holder, ref),
      Body: packText(text),
      IfNoneMatch: '*',
      Tagging: this.#tagging(endsBy),
    });
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#client.send(command);
        return;
      } catch (error) {
        const { status } = serviceError(error);
        if (status === 412) return;
        if (status !== 409 || tries === TRIES) throw error;
        await this.#clock.sleep(PAUSE_MS);
      }
    }
  }

  async get(holder: BlobHolder, ref: BlobRef): Promise<string | undefined> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: keyOf(holder, ref) });
    const packed = await this.#client.send(command).then(
      ({ Body }) => Body?.transformToByteArray(),
      (error) => {
        if (serviceError(error).status === 404) return undefined;
        throw error;
      },
    );
    if (packed === undefined) return undefined;
    try {
      return unpackText(packed);
    } catch (error) {
      throw new DamagedData(`a large text of execution ${holder.id.name}`, error);
    }
  }

  /** Copies every object onto itself, so that its days count from now. */
  async keep(holder: BlobHolder, endsBy: Instant): Promise<void> {
    const request = { Bucket: this.#bucket, Prefix: `${prefixOf(holder)}/`, MaxKeys: AT_ONCE };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, request)) {
      await Promise.all(Contents.map(({ Key = '' }) => this.#copy(Key, endsBy)));
    }
  }

  async #copy(Key: string, endsBy: Instant): Promise<void> {
    await this.#client.send(
      new CopyObjectCommand({
        Bucket: this.#bucket,
        Key,
        CopySource: `${this.#bucket}/${Key}`,
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
        Tagging: this.#tagging(endsBy),
      }),
    );
  }

  #tagging(endsBy: Instant | undefined): string {
    return `${KEEP_TAG}=${keepClass(this.#clock.now(), endsBy)}`;
  }
}

/** Ids of flows, names of executions, ids of messages and hashes have only letters, digits, `-` and `_`. */
function prefixOf({ id, owner }: BlobHolder): string {
  return `${id.flowId}/${id.name}/${owner}`;
}

function keyOf(holder: BlobHolder, { blob }: BlobRef): string {
  return `${prefixOf(holder)}/${blob}`;
}
