import { element, escapeXml } from '../queues/query/xml-text.ts';
import type { FauxqsApp, FauxqsStores } from './fauxqs-parts.ts';
import { type ListPage, listPage } from './list-page.ts';

type ObjectStore = FauxqsStores['s3Store'];
type StoredObject = ReturnType<ObjectStore['putObject']>;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const MOST_KEYS = 1_000;
/** Parameters of the two listings of a bucket's objects; any other asks for something else of the bucket. */
const PARAMETERS = new Set([
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'marker',
  'start-after',
  'continuation-token',
  'encoding-type',
  'fetch-owner',
  'x-id',
]);

/** Serves both listings of a bucket's objects, in the order of S3, before the library does. */
export function listInOrder(app: FauxqsApp, store: ObjectStore): void {
  app.addHook('preHandler', async (request, reply) => {
    const [path = '', ...rest] = request.url.split('?');
    const [, bucket] = /^\/([^/]+)\/?$/.exec(path) ?? [];
    const query = new URLSearchParams(rest.join('?'));
    const isListing = [...query.keys()].every((name) => PARAMETERS.has(name) || /^x-amz-/i.test(name));
    if (request.method !== 'GET' || bucket === undefined || !isListing) return undefined;
    const objects = objectsOf(store, bucket, query.get('prefix') ?? '');
    // The library reports the problem of the bucket.
    if (objects === undefined) return undefined;
    const answer = listingOf(decodeURIComponent(bucket), objects, query);
    reply.header('content-type', 'application/xml');
    return reply.status(answer.status).send(answer.xml);
  });
}

/** The objects of a bucket, in any order. @returns undefined when there is no such bucket. */
function objectsOf(store: ObjectStore, bucket: string, prefix: string): readonly StoredObject[] | undefined {
  try {
    return store.listObjects(decodeURIComponent(bucket), { prefix, maxKeys: Number.MAX_SAFE_INTEGER })
      .objects;
  } catch {
    return undefined;
  }
}

/** The response to one listing. */
export function listingOf(
  bucket: string,
  objects: readonly StoredObject[],
  query: URLSearchParams,
): { readonly status: number; readonly xml: string } {
  const isSecond = query.get('list-type') === '2';
  const given = query.get('max-keys') ?? String(MOST_KEYS);
  const from = isSecond ? placeOfToken(query) : { after: query.get('marker') ?? '', ...skipped(query) };
  if (!/^\d{1,10}$/.test(given)) return invalid('max-keys', 'it must be a whole number that is not negative');
  if (from === undefined) return invalid('continuation-token', 'it is not one of a listing');
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const maxKeys = Math.min(Number(given), MOST_KEYS);
  const page = listPage(objects, { prefix, delimiter, maxKeys, ...from });
  const write = query.get('encoding-type') === 'url' ? encodeKey : (text: string) => text;
  const fields = {
    Name: bucket,
    Prefix: write(prefix),
    ...(delimiter !== '' && { Delimiter: write(delimiter) }),
    MaxKeys: String(maxKeys),
    IsTruncated: String(page.last !== undefined),
    ...(query.get('encoding-type') === 'url' && { EncodingType: 'url' }),
    ...(isSecond ? secondFields(query, page, write) : firstFields(query, page, write)),
  };
  const content = [
    ...Object.entries(fields).map(([name, value]) => element(name, escapeXml(value))),
    ...page.objects.map((object) => element('Contents', contentsOf(object, write))),
    ...page.commonPrefixes.map((common) =>
      element('CommonPrefixes', element('Prefix', escapeXml(write(common)))),
    ),
  ];
  return {
    status: 200,
    xml: `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="${NAMESPACE}">${content.join('')}</ListBucketResult>`,
  };
}

type Page = ListPage<StoredObject>;
type Write = (text: string) => string;

function firstFields(query: URLSearchParams, { last }: Page, write: Write): Record<string, string> {
  const marker = { Marker: write(query.get('marker') ?? '') };
  return last === undefined
    ? marker
    : { ...marker, NextMarker: write('key' in last ? last.key : last.prefix) };
}

function secondFields(query: URLSearchParams, page: Page, write: Write): Record<string, string> {
  const { last } = page;
  const startAfter = query.get('start-after');
  const token = query.get('continuation-token');
  return {
    KeyCount: String(page.objects.length + page.commonPrefixes.length),
    ...(startAfter !== null && { StartAfter: write(startAfter) }),
    ...(token !== null && { ContinuationToken: token }),
    ...(last !== undefined && {
      NextContinuationToken: Buffer.from(JSON.stringify(last)).toString('base64url'),
    }),
  };
}

/** A marker that is a prefix of the page before stands for all keys below it. */
function skipped(query: URLSearchParams): { readonly afterPrefix?: string } {
  const marker = query.get('marker') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  return delimiter !== '' && marker.endsWith(delimiter) ? { afterPrefix: marker } : {};
}

/** The place at which a page begins. @returns undefined for a text that is no token. */
function placeOfToken(
  query: URLSearchParams,
): { readonly after: string; readonly afterPrefix?: string } | undefined {
  const token = query.get('continuation-token');
  if (token === null) return { after: query.get('start-after') ?? '' };
  try {
    const last: { readonly key?: unknown; readonly prefix?: unknown } = JSON.parse(
      Buffer.from(token, 'base64url').toString(),
    );
    if (typeof last.key === 'string') return { after: last.key };
    return typeof last.prefix === 'string' ? { after: last.prefix, afterPrefix: last.prefix } : undefined;
  } catch {
    return undefined;
  }
}

function contentsOf({ key, contentLength, etag, lastModified }: StoredObject, write: Write): string {
  return [
    element('Key', escapeXml(write(key))),
    element('LastModified', lastModified.toISOString()),
    element('ETag', escapeXml(etag)),
    element('Size', String(contentLength)),
    element('StorageClass', 'STANDARD'),
  ].join('');
}

/** A key as clients decode it that ask for encoding: every byte escaped but letters, digits and a few signs. */
function encodeKey(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}

function invalid(name: string, reason: string): { readonly status: number; readonly xml: string } {
  const error = element('Code', 'InvalidArgument') + element('Message', escapeXml(`${name}: ${reason}`));
  return { status: 400, xml: `<?xml version="1.0" encoding="UTF-8"?>${element('Error', error)}` };
}
