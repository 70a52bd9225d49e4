import { createHash } from 'node:crypto';
import type { Instant } from '../../../src/interpreter/event.ts';
import { serve, type TestRequest, type TestResponse, type TestServer } from './http.ts';

/** An object as the bucket keeps it. */
export interface KeptObject {
  readonly body: Buffer;
  readonly contentType: string;
  readonly tags: URLSearchParams;
  /** From when its days count. */
  writtenAt: Instant;
}

const XML = { 'content-type': 'application/xml' };

/**
 * Objects behind the protocol of S3, in path style, at the times of `Date`. Every bucket is there, unless a test says otherwise.
 *
 * Not here: versions, parts, encryption, checks of checksums, and the rules of a bucket; a test applies those.
 */
export class ObjectEmulator {
  readonly #kept = new Map<string, KeptObject>();
  #server: TestServer | undefined;
  /** Writes of bodies so far, refused ones included. */
  uploads = 0;
  reads = 0;
  /** Answers in place of the emulator where it returns something; a connection is cut for `cut`. */
  fault: (request: TestRequest) => TestResponse | 'cut' | undefined = () => undefined;
  readonly missingBuckets = new Set<string>();

  async open(): Promise<string> {
    this.#server = await serve(async (request) => {
      const fault = this.fault(request);
      return fault === 'cut' ? undefined : (fault ?? this.#answer(request));
    });
    return this.#server.endpoint;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** The present objects, by bucket and key. */
  get objects(): ReadonlyMap<string, KeptObject> {
    return this.#kept;
  }

  remove(bucket: string, key: string): void {
    this.#kept.delete(`${bucket}/${key}`);
  }

  #answer(request: TestRequest): TestResponse {
    const path = decodeURIComponent(request.path.slice(1));
    const [bucket = ''] = path.split('/');
    if (this.missingBuckets.has(bucket)) return s3Error(404, 'NoSuchBucket');
    if (request.method === 'PUT') {
      const source = request.headers['x-amz-copy-source'];
      return source === undefined ? this.#put(path, request) : this.#copy(path, String(source), request);
    }
    if (request.method === 'HEAD') return { ...this.#get(path, request), body: '' };
    if (request.method !== 'GET') return s3Error(405, 'MethodNotAllowed');
    if (request.query.get('list-type') === '2') return this.#list(bucket, request.query);
    this.reads += 1;
    return this.#get(path, request);
  }

  #get(path: string, { headers }: TestRequest): TestResponse {
    const found = this.#kept.get(path);
    if (found === undefined) return s3Error(404, 'NoSuchKey');
    const { body, contentType } = found;
    const match = headers['if-match'];
    if (match !== undefined && match !== etagOf(found)) return s3Error(412, 'PreconditionFailed');
    const told = { etag: etagOf(found), 'content-type': contentType };
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    if (first === undefined) return { status: 200, headers: told, body };
    if (Number(first) >= body.length) return s3Error(416, 'InvalidRange');
    const part = body.subarray(Number(first), Number(last) + 1);
    const range = `bytes ${first}-${Number(first) + part.length - 1}/${body.length}`;
    return { status: 206, headers: { ...told, 'content-range': range }, body: part };
  }

  #put(path: string, { headers, body }: TestRequest): TestResponse {
    this.uploads += 1;
    if (headers['if-none-match'] === '*' && this.#kept.has(path)) return s3Error(412, 'PreconditionFailed');
    const contentType = headers['content-type'] ?? 'application/octet-stream';
    const object = { body, contentType, tags: tagsOf(headers), writtenAt: Date.now() };
    this.#kept.set(path, object);
    return { status: 200, headers: { etag: etagOf(object) } };
  }

  /** An object can be copied onto itself only with something about it that changes. */
  #copy(path: string, source: string, { headers }: TestRequest): TestResponse {
    const found = this.#kept.get(decodeURIComponent(source).replace(/^\//, ''));
    if (found === undefined) return s3Error(404, 'NoSuchKey');
    const replaces = headers['x-amz-metadata-directive'] === 'REPLACE';
    if (!replaces) return s3Error(400, 'InvalidRequest');
    const isTagged = headers['x-amz-tagging-directive'] === 'REPLACE';
    this.#kept.set(path, { ...found, tags: isTagged ? tagsOf(headers) : found.tags, writtenAt: Date.now() });
    return { status: 200, headers: XML, body: '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>' };
  }

  /** Keys in the order of their bytes. */
  #list(bucket: string, query: URLSearchParams): TestResponse {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const most = Number(query.get('max-keys') ?? 1_000);
    const shown = (key: string) => (query.get('encoding-type') === 'url' ? encodeURIComponent(key) : key);
    const found = [...this.#kept]
      .filter(([path]) => path.startsWith(`${bucket}/`))
      .map(([path, object]) => ({ key: path.slice(bucket.length + 1), object }))
      .filter(({ key }) => key.startsWith(prefix) && compareBytes(key, after) > 0)
      .toSorted((one, other) => compareBytes(one.key, other.key));
    const page = found.slice(0, most);
    const contents = page.map(
      ({ key, object }) =>
        `<Contents><Key>${shown(key)}</Key><LastModified>${new Date(object.writtenAt).toISOString()}</LastModified>` +
        `<ETag>${etagOf(object).replaceAll('"', '&quot;')}</ETag><Size>${object.body.length}</Size></Contents>`,
    );
    const isCut = found.length > page.length;
    const next = isCut
      ? `<NextContinuationToken>${shown(page.at(-1)?.key ?? '')}</NextContinuationToken>`
      : '';
    const body = `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
    return { status: 200, headers: XML, body };
  }
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function etagOf({ body }: Pick<KeptObject, 'body'>): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function tagsOf(headers: TestRequest['headers']): URLSearchParams {
  return new URLSearchParams(String(headers['x-amz-tagging'] ?? ''));
}

/** An error as S3 reports it. */
export function s3Error(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): TestResponse {
  return {
    status,
    headers: { ...XML, ...headers },
    body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  };
}
