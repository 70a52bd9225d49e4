import {
  CopyObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { openS3 } from '../objects/open-s3.ts';

/** An object to write: its place, and its tags as a query text. */
export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly tagging: string;
}

const KEYS_AT_ONCE = 50;

/** The operations on objects that large texts take. */
export class ObjectClient {
  readonly #client: S3Client;

  constructor(settings: S3ClientConfig) {
    this.#client = openS3(settings);
  }

  /** @throws with the status 412 when the object is there */
  async create({ bucket: Bucket, key: Key, tagging: Tagging }: NewObject, Body: Uint8Array): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket, Key, Body, Tagging, IfNoneMatch: '*' }));
  }

  /** @throws with the status 404 when there is none */
  async read(Bucket: string, Key: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  /** Writes an object anew as it is, with other tags: its days count from now. */
  async renew({ bucket: Bucket, key: Key, tagging: Tagging }: NewObject): Promise<void> {
    await this.#client.send(
      new CopyObjectCommand({
        Bucket,
        Key,
        CopySource: `${Bucket}/${Key}`,
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
        Tagging,
      }),
    );
  }

  /** The keys that begin so, some at a time. */
  async *list(Bucket: string, Prefix: string): AsyncGenerator<readonly string[], void> {
    const request = { Bucket, Prefix, MaxKeys: KEYS_AT_ONCE };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, request))
      yield Contents.map(({ Key = '' }) => Key);
  }
}
