import { cutText } from '../../common/cut-text.ts';
import { isJsonObject, type JsonValue } from '../../common/json.ts';
import { readJson, stringifyJson } from '../../common/json-text.ts';
import type { RequestLimits } from '../../limits.ts';
import { ApiError } from '../api-error.ts';
import type { GivenParams } from '../params/params.ts';
import { isAcs3 } from './acs3-header.ts';
import { addField, addFields } from './form-fields.ts';
import { type ApiHeaders, type ApiRequest, mediaType, readHeader } from './request.ts';

const JSON_TYPE = 'application/json';

/** A request whose parameters are readable; nothing of it is checked yet. */
export type ApiCall = RpcCall | JsonCall;

/** A call of the RPC protocol. */
export interface RpcCall {
  readonly binding: 'rpc';
  readonly method: string;
  readonly headers: ApiHeaders;
  /** As it was sent, still encoded. */
  readonly query: string;
  /** As it was sent: a signature in the headers covers its bytes. */
  readonly body: Uint8Array | string;
  /** System parameters included, wherever they came. */
  readonly given: ReadonlyMap<string, string>;
}

/** A call of the JSON binding. */
export interface JsonCall {
  readonly binding: 'json';
  readonly operation: string;
  readonly headers: ApiHeaders;
  readonly given: GivenParams;
}

/**
 * Takes a request apart: the RPC protocol is spoken on the path `/`, JSON on `/{Operation}`.
 *
 * @throws ApiError when the request is too large or not readable.
 */
export function readCall(request: ApiRequest, limits: RequestLimits): ApiCall {
  const bytes = byteLength(request.body) + byteLength(request.query);
  if (bytes > limits.requestBytes) {
    throw new ApiError('EntityTooLarge', `A request may have ${limits.requestBytes} bytes at most`);
  }
  return request.path === '/' || request.path === '' ? readRpcCall(request) : readJsonCall(request);
}

/**
 * Parameters come from the query, from a form, or from both, with either method. A caller that signs in the headers may
 * send a JSON object in place of a form, for that signature covers the body whatever it is.
 */
function readRpcCall(request: ApiRequest): ApiCall {
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new ApiError(
      'InvalidArgument',
      `Method ${request.method} is not served here; allowed are GET and POST`,
    );
  }
  const given = new Map<string, string>();
  addFields(given, wellFormed(request.query));
  if (request.body.length > 0 && isAcs3(request.headers) && mediaType(request.headers) === JSON_TYPE) {
    addJsonFields(given, parseBody(bodyText(request.body)));
  } else if (request.body.length > 0) {
    requireMediaType(request, 'application/x-www-form-urlencoded');
    addFields(given, bodyText(request.body));
  }
  nameByHeaders(given, request.headers);
  const { method, headers, query, body } = request;
  return { binding: 'rpc', method, headers, query, body, given };
}

/** Adds the members of a JSON body in the form in which a form has them. */
function addJsonFields(given: Map<string, string>, body: Readonly<Record<string, JsonValue>>): void {
  for (const [name, value] of Object.entries(body)) {
    if (value !== null)
      addField(given, name, typeof value === 'string' ? wellFormed(value) : stringifyJson(value));
  }
}

const NAMING_HEADERS = [
  ['Action', 'x-acs-action'],
  ['Version', 'x-acs-version'],
] as const;

/** Callers that sign in the headers name operation and version there; names among the parameters do not count. */
function nameByHeaders(given: Map<string, string>, headers: ApiHeaders): void {
  for (const [param, header] of NAMING_HEADERS) {
    const named = wellFormed(readHeader(headers, header));
    if (isAcs3(headers) || (named !== '' && !given.has(param))) given.set(param, named);
  }
}

function readJsonCall(request: ApiRequest): ApiCall {
  if (request.method !== 'POST') {
    throw new ApiError('InvalidArgument', `Method ${request.method} is not served here; allowed is POST`);
  }
  requireMediaType(request, JSON_TYPE);
  const given = new Map(Object.entries(parseBody(bodyText(request.body))));
  for (const [name, value] of given) {
    if (typeof value === 'string' && !value.isWellFormed()) {
      throw new ApiError('InvalidArgument', `Parameter ${name} holds half of a surrogate pair`);
    }
  }
  return { binding: 'json', operation: request.path.slice(1), headers: request.headers, given };
}

function parseBody(text: string): Readonly<Record<string, JsonValue>> {
  const body = readJson(text);
  if ('problem' in body) throw new ApiError('InvalidArgument', `The body ${body.problem}`);
  if (!isJsonObject(body.value)) throw new ApiError('InvalidArgument', 'The body is not a JSON object');
  return body.value;
}

function requireMediaType(request: ApiRequest, wanted: string): void {
  const given = mediaType(request.headers);
  if (given === wanted) return;
  throw new ApiError(
    'UnsupportedMediaType',
    `The content type is ${stringifyJson(cutText(given, 80))}; allowed on this path is ${wanted}`,
  );
}

function bodyText(body: Uint8Array | string): string {
  if (typeof body === 'string') return wellFormed(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw notUtf8();
  }
}

function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw notUtf8();
  return text;
}

function notUtf8(): ApiError {
  return new ApiError('InvalidArgument', 'The request is not UTF-8 text');
}

function byteLength(data: Uint8Array | string): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
}
