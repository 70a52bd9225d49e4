import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** The facts that a function knows of its home: an address of objects in the embedded home, none on AWS. */
export interface ObjectsContext {
  readonly objects?: string;
}

/** A client of the object store of the home that calls; on AWS of another region where one is named. */
export function objectStore({ objects }: ObjectsContext, region?: string): S3Client {
  if (objects === undefined) return new S3Client(region === undefined ? {} : { region });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({
    endpoint: objects,
    region: region ?? 'us-east-1',
    credentials,
    forcePathStyle: true,
  });
}

/** All bytes of an object, or those of a range such as `bytes=0-11`. */
export async function readObject(s3: S3Client, Bucket: string, Key: string, Range?: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range }));
  if (Body === undefined) throw new Error(`${Bucket}/${Key} has no content.`);
  return Buffer.from(await Body.transformToByteArray());
}

/** Writes an object; the same again changes nothing. */
export async function writeObject(
  s3: S3Client,
  Bucket: string,
  Key: string,
  Body: Uint8Array | string,
  Metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, Metadata }));
}

/** Takes an object away; one that is gone already is fine. */
export async function deleteObject(s3: S3Client, Bucket: string, Key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
}

/** Size, etag and metadata of an object. @returns undefined when there is none. */
export async function describeObject(s3: S3Client, Bucket: string, Key: string) {
  try {
    const {
      ContentLength = 0,
      ETag = '',
      Metadata = {},
    } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return { size: ContentLength, etag: ETag.replaceAll('"', ''), metadata: Metadata };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
    throw error;
  }
}

/** Makes a bucket unless it exists. */
export async function createBucket(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
}
