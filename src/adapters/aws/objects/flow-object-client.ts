import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type {
  ListedObject,
  ObjectName,
  ObjectPage,
  ObjectPrefix,
  ObjectRange,
  ObjectVersion,
} from '../../../ports/objects.ts';
import { openS3 } from './open-s3.ts';

/** The operations on objects that flows take, with the role of one flow in one region. Its errors are those of S3. */
export class FlowObjectClient {
  readonly #client: S3Client;

  constructor(settings: S3ClientConfig) {
    this.#client = openS3(settings);
  }

  /**
   * Reads the first byte: unlike the response to HEAD, one that refuses this has a body that says why.
   *
   * @throws with the status 416 when there is none
   */
  async headByRead({ bucket: Bucket, key: Key }: ObjectName): Promise<ObjectVersion> {
    const read = new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-0' });
    const { Body, ContentRange = '', ETag = '' } = await this.#client.send(read);
    await Body?.transformToByteArray();
    return { bytes: Number(/\/(\d+)$/.exec(ContentRange)?.[1]), etag: unquoted(ETag) };
  }

  async head({ bucket: Bucket, key: Key }: ObjectName): Promise<ObjectVersion> {
    const { ContentLength = 0, ETag = '' } = await this.#client.send(new HeadObjectCommand({ Bucket, Key }));
    return { bytes: ContentLength, etag: unquoted(ETag) };
  }

  async read({ bucket: Bucket, key: Key }: ObjectName, { etag, from, to }: ObjectRange): Promise<Uint8Array> {
    const { Body } = await this.#client.send(
      new GetObjectCommand({ Bucket, Key, IfMatch: `"${etag}"`, Range: `bytes=${from}-${to - 1}` }),
    );
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  async write(
    { bucket: Bucket, key: Key }: ObjectName,
    body: Uint8Array | string,
    ContentType: string,
  ): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(body), ContentType }));
  }

  /** Keys come encoded: XML has no control characters. */
  async list(
    { bucket: Bucket, prefix: Prefix }: ObjectPrefix,
    { startAfter: StartAfter, limit: MaxKeys }: ObjectPage,
  ): Promise<{ readonly objects: readonly ListedObject[]; readonly hasMore: boolean }> {
    const { Contents = [], IsTruncated = false } = await this.#client.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix,
        MaxKeys,
        EncodingType: 'url',
        ...(StartAfter !== '' && { StartAfter }),
      }),
    );
    const objects = Contents.map(({ Key = '', Size = 0, ETag = '', LastModified }) => ({
      key: decodeURIComponent(Key.replaceAll('+', ' ')),
      bytes: Size,
      etag: unquoted(ETag),
      lastModified: LastModified?.getTime() ?? 0,
    }));
    return { objects, hasMore: IsTruncated };
  }
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
