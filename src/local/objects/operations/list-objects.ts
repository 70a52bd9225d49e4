import type { ListPage, ListRequest } from '../../../adapters/embedded/objects/list-page.ts';
import type { StoredObject } from '../../../adapters/embedded/objects/stored-object.ts';
import { element } from '../../queues/query/xml-text.ts';
import { invalidArgument, noSuchBucket } from '../s3-error.ts';
import type { S3Operation } from '../s3-request.ts';
import { fields, keyWriter, xmlAnswer } from '../xml-answer.ts';

const MOST_KEYS = 1_000;

/** Both listings of a bucket's objects. */
export const listObjects: S3Operation = async ({ bucket, query }, { objects }) => {
  const isSecond = query.get('list-type') === '2';
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const maxKeys = mostOf(query, 'max-keys');
  const from = isSecond ? placeOfToken(query) : placeOfMarker(query);
  if (!(await objects.hasBucket(bucket))) throw noSuchBucket();
  const page = await objects.list(bucket, { prefix, delimiter, maxKeys, ...from });
  const write = keyWriter(query);
  const common = {
    Name: bucket,
    Prefix: write(prefix),
    Delimiter: delimiter === '' ? undefined : write(delimiter),
    MaxKeys: maxKeys,
    IsTruncated: page.last !== undefined,
    EncodingType: query.get('encoding-type') === 'url' ? 'url' : undefined,
  };
  const own = isSecond ? secondFields(query, page, write) : firstFields(query, page, write);
  const contents = page.objects.map((object) => element('Contents', contentsOf(object, write)));
  return xmlAnswer(
    'ListBucketResult',
    [fields({ ...common, ...own }), ...contents, ...commonPrefixes(page.commonPrefixes, write)].join(''),
  );
};

/** The prefixes that stand for keys, as all listings write them. */
export function commonPrefixes(prefixes: readonly string[], write: Write): readonly string[] {
  return prefixes.map((prefix) => element('CommonPrefixes', fields({ Prefix: write(prefix) })));
}

/** How many entries a page may have. @throws S3Error when a parameter is no number. */
export function mostOf(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? String(MOST_KEYS);
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text), MOST_KEYS);
  throw invalidArgument(name, 'it must be a whole number that is not negative');
}

type Page = ListPage<StoredObject>;
type Write = (text: string) => string;
type Place = Pick<ListRequest, 'after' | 'afterPrefix'>;

function firstFields(query: URLSearchParams, { last }: Page, write: Write) {
  const next = last === undefined ? undefined : write('key' in last ? last.key : last.prefix);
  return { Marker: write(query.get('marker') ?? ''), NextMarker: next };
}

function secondFields(
  query: URLSearchParams,
  { objects, commonPrefixes: prefixes, last }: Page,
  write: Write,
) {
  const startAfter = query.get('start-after');
  return {
    KeyCount: objects.length + prefixes.length,
    StartAfter: startAfter === null ? undefined : write(startAfter),
    ContinuationToken: query.get('continuation-token') ?? undefined,
    NextContinuationToken: last && Buffer.from(JSON.stringify(last)).toString('base64url'),
  };
}

/** A marker that is a prefix of the page before stands for all keys below it. */
function placeOfMarker(query: URLSearchParams): Place {
  const marker = query.get('marker') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const isPrefix = delimiter !== '' && marker.endsWith(delimiter);
  return { after: marker, ...(isPrefix && { afterPrefix: marker }) };
}

/** Where a page begins. @throws S3Error for a token that is none. */
function placeOfToken(query: URLSearchParams): Place {
  const token = query.get('continuation-token');
  if (token === null) return { after: query.get('start-after') ?? '' };
  const { key, prefix } = parseToken(token);
  if (typeof key === 'string') return { after: key };
  if (typeof prefix === 'string' && prefix !== '') return { after: prefix, afterPrefix: prefix };
  throw unknownToken();
}

function parseToken(token: string): { readonly key?: unknown; readonly prefix?: unknown } {
  try {
    const last: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof last === 'object' && last !== null) return last;
  } catch {
    // Said below.
  }
  throw unknownToken();
}

function unknownToken() {
  return invalidArgument('continuation-token', 'it is not one of a listing');
}

function contentsOf({ key, size, etag, modifiedAt }: StoredObject, write: Write): string {
  return fields({
    Key: write(key),
    LastModified: new Date(modifiedAt).toISOString(),
    ETag: `"${etag}"`,
    Size: size,
    StorageClass: 'STANDARD',
  });
}
