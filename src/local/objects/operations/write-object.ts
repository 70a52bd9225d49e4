import type { HeldObject, Put } from '../../../adapters/embedded/objects/stored-object.ts';
import { receiveBody } from '../body/receive-body.ts';
import { copyCondition, writeCondition } from '../conditions.ts';
import { keptHeaders } from '../object-headers.ts';
import { invalidArgument, noSuchBucket, noSuchKey, preconditionFailed } from '../s3-error.ts';
import type { S3Operation, S3Request, S3Services } from '../s3-request.ts';
import { fields, xmlAnswer } from '../xml-answer.ts';

/** Keeps the body as an object once it has arrived whole. */
export const putObject: S3Operation = async (request, services) => {
  const object = newObject(request, keptHeaders(request.headers));
  const writer = await receiveBody(request, services);
  const { etag } = await told(request, services, await services.objects.put(object, writer));
  return { status: 200, headers: { etag: `"${etag}"` } };
};

/** Makes an object of another one. */
export const copyObject: S3Operation = async (request, services) => {
  const source = await openSource(request, services);
  try {
    const { headers } = request;
    const isNew = headers['x-amz-metadata-directive']?.toString().toUpperCase() === 'REPLACE';
    const kept = isNew ? keptHeaders(headers) : source.object.headers;
    const put = await services.objects.copy(newObject(request, kept), source.object);
    const { etag, modifiedAt } = await told(request, services, put);
    const result = { ETag: `"${etag}"`, LastModified: new Date(modifiedAt).toISOString() };
    return xmlAnswer('CopyObjectResult', fields(result));
  } finally {
    source.release();
  }
};

/** Opens the source of a copy; the caller releases it. */
export async function openSource({ headers }: S3Request, { objects }: S3Services): Promise<HeldObject> {
  const [, bucket, key] = /^\/?([^/]+)\/(.+?)(?:\?.*)?$/.exec(String(headers['x-amz-copy-source'])) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument('x-amz-copy-source', 'it names a bucket and a key: bucket/key');
  }
  const held = await objects.open(decoded(bucket), decoded(key));
  if (held === undefined) throw (await objects.hasBucket(decoded(bucket))) ? noSuchKey() : noSuchBucket();
  if (copyCondition(headers, held.object)) return held;
  held.release();
  throw preconditionFailed();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument('x-amz-copy-source', 'it must be encoded as a URL is');
  }
}

function newObject({ bucket, key, headers }: S3Request, kept: Readonly<Record<string, string>>) {
  const mayReplace = writeCondition(headers);
  return { bucket, key, headers: kept, ...(mayReplace !== undefined && { mayReplace }) };
}

/** Reports the new object and returns it. @throws S3Error when the write was refused. */
export async function told(
  { bucket }: Pick<S3Request, 'bucket'>,
  { events }: S3Services,
  put: Put,
  reason: 'PutObject' | 'CompleteMultipartUpload' = 'PutObject',
) {
  if ('object' in put) {
    await events.tell(bucket, put.object, reason);
    return put.object;
  }
  throw put.problem === 'no bucket' ? noSuchBucket() : preconditionFailed();
}
