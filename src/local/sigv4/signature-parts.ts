import type { IncomingHttpHeaders } from 'node:http';

/** A request as it was sent, without its body; an `IncomingMessage` is one. */
export interface SentRequest {
  readonly method?: string | undefined;
  /** Path and query, neither decoded nor normalised. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** The parts of a signature: from a header, or from the query of an address that was signed beforehand. */
export interface SignatureParts {
  readonly accessKeyId: string;
  /** `date/region/service/aws4_request`. */
  readonly scope: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** The date as in the request: `20260131T080000Z`. */
  readonly date: string;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
  /** Seconds for which a signed address is valid; absent for a signature in a header. */
  readonly expires?: number;
}

/** A signature that cannot be read, with its problem. */
export interface UnreadableSignature {
  readonly problem: 'missing' | 'malformed';
  readonly message: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A week. */
const LONGEST_EXPIRES = 604_800;

/** Reads the signature of a request, in the header if there is one there. */
export function readSignature({ url = '/', headers }: SentRequest): SignatureParts | UnreadableSignature {
  if (headers.authorization !== undefined) return readHeader(headers.authorization, headers);
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
  if (query.has('X-Amz-Signature')) return readQuery(query);
  return { problem: 'missing', message: 'The request is not signed; a signature of version 4 is needed' };
}

const FIELD = /(\w+)=([^,\s]+)/g;

function readHeader(header: string, headers: IncomingHttpHeaders): SignatureParts | UnreadableSignature {
  const [algorithm = '', rest = ''] = header.split(/ (.*)/s);
  if (algorithm !== ALGORITHM) return malformed(`Authorization is not one of ${ALGORITHM}`);
  const fields = new Map([...rest.matchAll(FIELD)].map(([, name, value]) => [name, value]));
  const date = headers['x-amz-date'];
  return parts({
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    date: Array.isArray(date) ? undefined : date,
  });
}

function readQuery(query: URLSearchParams): SignatureParts | UnreadableSignature {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return malformed(`X-Amz-Algorithm is not ${ALGORITHM}`);
  const expires = Number(/^\d{1,6}$/.exec(query.get('X-Amz-Expires') ?? '')?.[0] ?? Number.NaN);
  if (!(expires >= 1 && expires <= LONGEST_EXPIRES)) {
    return malformed(`X-Amz-Expires is not a number of seconds from 1 to ${LONGEST_EXPIRES}`);
  }
  const read = parts({
    credential: query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: query.get('X-Amz-Signature') ?? undefined,
    date: query.get('X-Amz-Date') ?? undefined,
  });
  return 'problem' in read ? read : { ...read, expires };
}

interface Texts {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly date: string | undefined;
}

function parts({ credential, signedHeaders, signature, date }: Texts): SignatureParts | UnreadableSignature {
  const [, accessKeyId, scope, day, service] =
    /^(.+)\/((\d{8})\/[^/]+\/([^/]+)\/aws4_request)$/.exec(credential ?? '') ?? [];
  if (accessKeyId === undefined || scope === undefined || service === undefined) {
    return malformed('The credential is not <access key id>/<date>/<region>/<service>/aws4_request');
  }
  const signedAt = instantOf(date ?? '');
  if (date === undefined || signedAt === undefined || !date.startsWith(`${day}T`)) {
    return malformed('X-Amz-Date is not a time like 20260131T080000Z on the date of the credential');
  }
  if (!/^[0-9a-f]{64}$/.test(signature ?? '')) return malformed('The signature is not 64 hexadecimal digits');
  const names = (signedHeaders ?? '').split(';');
  if (!names.includes('host')) return malformed('The header host is not among those that are signed');
  return { accessKeyId, scope, service, signedHeaders: names, signature: signature ?? '', date, signedAt };
}

function instantOf(date: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function malformed(message: string): UnreadableSignature {
  return { problem: 'malformed', message };
}
