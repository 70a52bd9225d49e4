import type { CompletionProblem, NamedPart } from '../../../adapters/embedded/objects/uploads.ts';
import { unreachable } from '../../../common/unreachable.ts';
import { textOf } from '../../../xml/element.ts';
import { MalformedXml } from '../../../xml/malformed-xml.ts';
import { readXml } from '../../../xml/read-xml.ts';
import { readDocument, receiveBody } from '../body/receive-body.ts';
import { writeCondition } from '../conditions.ts';
import { keptHeaders } from '../object-headers.ts';
import { readRange } from '../range.ts';
import { invalidArgument, noSuchBucket, noSuchUpload, preconditionFailed, S3Error } from '../s3-error.ts';
import type { S3Operation, S3Request } from '../s3-request.ts';
import { fields, xmlAnswer } from '../xml-answer.ts';
import { openSource, told } from './write-object.ts';

const MOST_PARTS = 10_000;

/** Begins an upload in parts. */
export const createUpload: S3Operation = async ({ bucket, key, headers }, { objects }) => {
  const id = await objects.uploads.begin({ bucket, key, headers: keptHeaders(headers) });
  if (id === undefined) throw noSuchBucket();
  return xmlAnswer('InitiateMultipartUploadResult', fields({ Bucket: bucket, Key: key, UploadId: id }));
};

/** Keeps the body as a part. */
export const uploadPart: S3Operation = async (request, services) => {
  const { uploads } = services.objects;
  const [upload, number] = [uploadOf(request), partNumberOf(request)];
  if (!(await uploads.isOpen(upload.bucket, upload.key, upload.id))) throw noSuchUpload();
  const part = await uploads.putPart(upload, number, await receiveBody(request, services));
  if (part === undefined) throw noSuchUpload();
  return { status: 200, headers: { etag: `"${part.etag}"` } };
};

/** Keeps an object, or a range of it, as a part. */
export const copyPart: S3Operation = async (request, services) => {
  const [upload, number] = [uploadOf(request), partNumberOf(request)];
  const source = await openSource(request, services);
  try {
    const header = request.headers['x-amz-copy-source-range']?.toString();
    const range =
      header === undefined ? { from: 0, to: source.object.size } : readRange(header, source.object.size);
    if (range === undefined || range === 'unsatisfiable') {
      throw invalidArgument('x-amz-copy-source-range', 'it must be bytes=first-last within the object');
    }
    const part = await services.objects.uploads.copyPart(upload, number, source, range);
    if (part === undefined) throw noSuchUpload();
    const result = { ETag: `"${part.etag}"`, LastModified: new Date(part.modifiedAt).toISOString() };
    return xmlAnswer('CopyPartResult', fields(result));
  } finally {
    source.release();
  }
};

/** Makes an object of the parts that the body names. */
export const completeUpload: S3Operation = async (request, services) => {
  const upload = uploadOf(request);
  const named = readParts(await readDocument(request, services));
  const mayReplace = writeCondition(request.headers);
  const put = await services.objects.uploads.complete(upload, named, mayReplace);
  if ('problem' in put) throw completionError(put.problem);
  const { etag } = await told(request, services, put, 'CompleteMultipartUpload');
  const { bucket, key } = upload;
  const result = { Location: `/${bucket}/${key}`, Bucket: bucket, Key: key, ETag: `"${etag}"` };
  return xmlAnswer('CompleteMultipartUploadResult', fields(result));
};

function completionError(problem: CompletionProblem): S3Error {
  switch (problem) {
    case 'no upload':
      return noSuchUpload();
    case 'no bucket':
      return noSuchBucket();
    case 'refused':
      return preconditionFailed();
    case 'no such part':
      return new S3Error(
        400,
        'InvalidPart',
        'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part.',
      );
    case 'part too small':
      return new S3Error(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size: all parts but the last have 5 MiB',
      );
    default:
      return unreachable(problem);
  }
}

/** Gives an upload up, with its parts. */
export const abortUpload: S3Operation = async (request, { objects }) => {
  if (!(await objects.uploads.abort(uploadOf(request)))) throw noSuchUpload();
  return { status: 204 };
};

/** Which upload a request is about. */
export function uploadOf({ bucket, key, query }: S3Request) {
  return { bucket, key, id: query.get('uploadId') ?? '' };
}

function partNumberOf({ query }: S3Request): number {
  const text = query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_PARTS) return number;
  throw invalidArgument('partNumber', `it must be an integer between 1 and ${MOST_PARTS}, inclusive`);
}

/** The parts of a CompleteMultipartUpload. @throws when they are none, or not in order. */
function readParts(xml: string): readonly NamedPart[] {
  const document = readXml(xml);
  const parts = document.children
    .filter(({ name }) => name === 'Part')
    .map((part) => ({
      number: Number(textOf(part, 'PartNumber')?.trim()),
      etag: (textOf(part, 'ETag') ?? '').trim().replaceAll('"', ''),
    }));
  const isRead =
    document.name === 'CompleteMultipartUpload' && parts.length > 0 && parts.length <= MOST_PARTS;
  if (!isRead || parts.some(({ number }) => !Number.isInteger(number))) {
    throw new MalformedXml('A CompleteMultipartUpload has 1 to 10000 Parts, each with PartNumber and ETag.');
  }
  if (parts.some(({ number }, at) => at > 0 && number <= (parts[at - 1]?.number ?? 0))) {
    throw new S3Error(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  return parts;
}
