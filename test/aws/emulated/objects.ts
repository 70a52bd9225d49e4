import type { Instant } from '../../../src/interpreter/event.ts';
import { serve, type TestRequest, type TestResponse, type TestServer } from './http.ts';

/** An object as the bucket keeps it. */
export interface KeptObject {
  readonly body: Buffer;
  readonly tags: URLSearchParams;
  /** From when its days count. */
  writtenAt: Instant;
}

const XML = { 'content-type': 'application/xml' };

/**
 * Objects behind the protocol of S3, in path style, at the times of `Date`.
 *
 * Not here: versions, parts, encryption, checks of checksums, and the rules of a bucket; a test applies those.
 */
export class ObjectEmulator {
  readonly #kept = new Map<string, KeptObject>();
  #server: TestServer | undefined;
  /** Writes of bodies so far, refused ones included. */
  uploads = 0;
  reads = 0;

  async open(): Promise<string> {
    this.#server = await serve(async (request) => this.#answer(request));
    return this.#server.endpoint;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** The present objects, by bucket and key. */
  get objects(): ReadonlyMap<string, KeptObject> {
    return this.#kept;
  }

  #answer(request: TestRequest): TestResponse {
    const path = decodeURIComponent(request.path.slice(1));
    if (request.method === 'PUT') {
      const source = request.headers['x-amz-copy-source'];
      return source === undefined ? this.#put(path, request) : this.#copy(path, String(source), request);
    }
    if (request.method !== 'GET') return s3Error(405, 'MethodNotAllowed');
    if (request.query.get('list-type') === '2') return this.#list(path.replace(/\/$/, ''), request.query);
    this.reads += 1;
    const found = this.#kept.get(path);
    return found === undefined ? s3Error(404, 'NoSuchKey') : { status: 200, body: found.body };
  }

  #put(path: string, { headers, body }: TestRequest): TestResponse {
    this.uploads += 1;
    if (headers['if-none-match'] === '*' && this.#kept.has(path)) return s3Error(412, 'PreconditionFailed');
    this.#kept.set(path, { body, tags: tagsOf(headers), writtenAt: Date.now() });
    return { status: 200 };
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

  #list(bucket: string, query: URLSearchParams): TestResponse {
    const prefix = `${bucket}/${query.get('prefix') ?? ''}`;
    const after = query.get('continuation-token') ?? '';
    const most = Number(query.get('max-keys') ?? 1_000);
    const keys = [...this.#kept.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
    const page = keys.slice(0, most);
    const contents = page.map((key) => `<Contents><Key>${key.slice(bucket.length + 1)}</Key></Contents>`);
    const isCut = keys.length > page.length;
    const next = isCut ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const body = `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
    return { status: 200, headers: XML, body };
  }
}

function tagsOf(headers: TestRequest['headers']): URLSearchParams {
  return new URLSearchParams(String(headers['x-amz-tagging'] ?? ''));
}

function s3Error(status: number, code: string): TestResponse {
  return { status, headers: XML, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}
