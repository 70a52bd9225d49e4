import { createBucket, deleteBucket, getLocation, headBucket, listBuckets } from './operations/buckets.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { listObjects } from './operations/list-objects.ts';
import { listParts, listUploads } from './operations/list-uploads.ts';
import { readObject } from './operations/read-object.ts';
import { abortUpload, completeUpload, copyPart, createUpload, uploadPart } from './operations/uploads.ts';
import { copyObject, putObject } from './operations/write-object.ts';
import { S3Error } from './s3-error.ts';
import type { S3Operation, S3Request } from './s3-request.ts';

type About = 'service' | 'bucket' | 'object';
type Operations = Readonly<Record<string, S3Operation>>;

/** Operations by what they are about and their method, and by the parameter that tells them from others. */
const ROUTES: Readonly<Record<About, Operations>> = {
  service: { GET: listBuckets },
  bucket: {
    PUT: createBucket,
    HEAD: headBucket,
    DELETE: deleteBucket,
    GET: listObjects,
    'GET location': getLocation,
    'GET uploads': listUploads,
    'POST delete': deleteObjects,
  },
  object: {
    GET: readObject,
    HEAD: readObject,
    PUT: putObject,
    DELETE: deleteObject,
    'POST uploads': createUpload,
    'PUT uploadId': uploadPart,
    'GET uploadId': listParts,
    'POST uploadId': completeUpload,
    'DELETE uploadId': abortUpload,
  },
};

/** Parameters that say how, not what; any other names something that is not served. */
const KNOWN = new Set([
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'marker',
  'start-after',
  'continuation-token',
  'encoding-type',
  'fetch-owner',
  'max-parts',
  'part-number-marker',
  'max-uploads',
  'key-marker',
  'upload-id-marker',
  'x-id',
  // Of addresses signed in the older way, which count as unsigned.
  'AWSAccessKeyId',
  'Signature',
  'Expires',
]);
const TELLING = ['location', 'uploads', 'delete', 'uploadId'];
const OTHERS = /^(x-amz-|response-)/i;

/** The operation that a request asks for. @throws S3Error when there is none. */
export function operationOf(
  request: Pick<S3Request, 'method' | 'bucket' | 'key' | 'query' | 'headers'>,
): S3Operation {
  const { method, bucket, key, query, headers } = request;
  const about = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const telling = TELLING.find((name) => query.has(name));
  const route = telling === undefined ? method : `${method} ${telling}`;
  const unknown = [...query.keys()].find(
    (name) =>
      !KNOWN.has(name) &&
      !TELLING.includes(name) &&
      !OTHERS.test(name) &&
      !(name === 'partNumber' && telling),
  );
  const operation = Object.hasOwn(ROUTES[about], route) ? ROUTES[about][route] : undefined;
  if (operation === undefined || unknown !== undefined) {
    const asked = unknown === undefined ? route.slice(0, 40) : `${method} ?${unknown.slice(0, 40)}`;
    throw new S3Error(501, 'NotImplemented', `${asked} of a ${about} is not served here.`);
  }
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  if (isCopy && operation === putObject) return copyObject;
  return isCopy && operation === uploadPart ? copyPart : operation;
}
