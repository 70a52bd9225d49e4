import type { IncomingHttpHeaders } from 'node:http';
import type { StoredObject } from '../../adapters/embedded/objects/stored-object.ts';
import { invalidArgument, S3Error } from './s3-error.ts';

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const META = 'x-amz-meta-';
const MOST_META_BYTES = 2_048;
const NO_TYPE = 'binary/octet-stream';

/** The headers of a request that are kept with its object. @throws S3Error when its metadata are too large. */
export function keptHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const kept: Record<string, string> = { 'content-type': NO_TYPE };
  let metaBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    const isMeta = name.startsWith(META);
    if (typeof value !== 'string' || !(isMeta || KEPT.includes(name))) continue;
    if (isMeta) metaBytes += name.length - META.length + Buffer.byteLength(value);
    const text = name === 'content-encoding' ? withoutPieces(value) : value;
    if (text !== '') kept[name] = text;
  }
  if (metaBytes > MOST_META_BYTES) {
    const message = `Your metadata headers exceed the maximum allowed metadata size of ${MOST_META_BYTES} bytes`;
    throw new S3Error(400, 'MetadataTooLarge', message);
  }
  return kept;
}

/** `aws-chunked` says how a request travels, not how the object is encoded. */
function withoutPieces(encoding: string): string {
  const encodings = encoding.split(',').map((each) => each.trim());
  return encodings.filter((each) => each !== 'aws-chunked').join(',');
}

/** Parameters of a read that replace headers of its response. */
const OVERRIDES: readonly (readonly [parameter: string, header: string])[] = KEPT.map((header) => [
  `response-${header}`,
  header,
]);

/** The headers of a response with an object. @throws S3Error for a parameter that no header can hold. */
export function objectHeaders(
  object: StoredObject,
  query: URLSearchParams,
): Readonly<Record<string, string>> {
  const overrides = OVERRIDES.flatMap(([parameter, header]) => {
    const value = query.get(parameter);
    if (value !== null && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw invalidArgument(parameter, 'no header can have this value');
    }
    return value === null ? [] : [[header, value] as const];
  });
  return {
    ...object.headers,
    ...Object.fromEntries(overrides),
    'accept-ranges': 'bytes',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
  };
}
