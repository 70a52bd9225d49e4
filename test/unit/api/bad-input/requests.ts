import type { OperationName } from '../../../../src/api/contract.ts';
import type { JsonValue } from '../../../../src/common/json.ts';
import type { WireRequest } from './home.ts';

/** Parameters of a good call. */
export type Params = Readonly<Record<string, JsonValue>>;

/** A mistake in a request whatever its operation; absent in the binding that has no such thing. */
export interface RequestKind {
  readonly title: string;
  readonly rpc?: (operation: OperationName, params: Params) => WireRequest;
  readonly json?: (operation: OperationName, params: Params) => WireRequest;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };
const MEBIBYTE = 1024 * 1024;

/** A call through the RPC protocol, as clients send it. */
export function rpcCall(operation: string, params: Params, system: Record<string, string> = {}): WireRequest {
  return { method: 'POST', target: '/', headers: FORM, body: form(operation, params, system) };
}

/** A call through the JSON binding. */
export function jsonCall(operation: string, params: Params): WireRequest {
  return { method: 'POST', target: `/${operation}`, headers: JSON_TYPE, body: JSON.stringify(params) };
}

function form(operation: string, params: Params, system: Record<string, string> = {}): string {
  const texts = Object.entries(params).map(([name, value]) => [name, String(value)] as [string, string]);
  return String(
    new URLSearchParams([
      ...Object.entries({ Action: operation, Version: '2019-03-15', ...system }),
      ...texts,
    ]),
  );
}

const withForm = (change: (form: string) => string | Uint8Array<ArrayBuffer>) => ({
  rpc: (operation: OperationName, params: Params): WireRequest => ({
    ...rpcCall(operation, params),
    body: change(form(operation, params)),
  }),
});

const withJson = (change: (body: string) => string | Uint8Array<ArrayBuffer>) => ({
  json: (operation: OperationName, params: Params): WireRequest => ({
    ...jsonCall(operation, params),
    body: change(JSON.stringify(params)),
  }),
});

const changed = (change: Partial<WireRequest>): Omit<RequestKind, 'title'> => ({
  rpc: (operation, params) => ({ ...rpcCall(operation, params), ...change }),
  json: (operation, params) => ({ ...jsonCall(operation, params), ...change }),
});

const named = (rename: (name: string) => string): Omit<RequestKind, 'title'> => ({
  rpc: (operation, params) => rpcCall(rename(operation), params),
  json: (operation, params) => jsonCall(rename(operation), params),
});

const withSystem = (system: Record<string, string>): Omit<RequestKind, 'title'> => ({
  rpc: (operation, params) => rpcCall(operation, params, system),
});

const NOT_UTF8 = Uint8Array.of(0xff, 0xfe, 0xc0, 0x80);

/** Every kind, in the order of the table. */
export const REQUEST_KINDS: readonly RequestKind[] = [
  { title: 'an unknown parameter', ...both({ Surprise: '1' }) },
  { title: 'a parameter twice with one value', ...withForm((sent) => `${sent}&${sent}`) },
  {
    title: 'a parameter twice with different values',
    ...withForm((sent) => `${sent}&RequestId=a&RequestId=b`),
    ...withJson((sent) => sent.replace(/^\{/, '{"RequestId":"a","RequestId":"b",').replace(',}', '}')),
  },
  { title: 'a parameter named `__proto__`', ...both(JSON.parse('{"__proto__":"1","constructor":"2"}')) },
  { title: 'no operation', ...withForm((sent) => sent.replace(/^Action=\w+&/, '')), ...named(() => '') },
  { title: 'an unknown operation', ...named((name) => `${name}s`) },
  { title: 'an operation in small letters', ...named((name) => name.toLowerCase()) },
  { title: 'a path below an operation', json: (name, params) => jsonCall(`${name}/x`, params) },
  { title: 'no version', ...withForm((sent) => sent.replace('&Version=2019-03-15', '')) },
  { title: 'another version', ...withSystem({ Version: '2020-01-01' }) },
  { title: 'another format', ...withSystem({ Format: 'CSV' }) },
  { title: 'method PUT', ...changed({ method: 'PUT' }) },
  { title: 'method DELETE', ...changed({ method: 'DELETE' }) },
  { title: 'another content type', ...changed({ headers: { 'content-type': 'text/plain' } }) },
  { title: 'no content type', ...changed({ headers: { 'content-type': '' } }) },
  { title: 'no body', ...withForm(() => ''), ...withJson(() => '') },
  { title: 'a body that is no JSON', ...withJson((sent) => sent.slice(0, -1)) },
  { title: 'a body that is no JSON object', ...withJson((sent) => `[${sent}]`) },
  { title: 'a broken escape', ...withForm((sent) => `${sent}&A=%4`) },
  { title: 'an escape that is no UTF-8', ...withForm((sent) => `${sent}&A=%C0%80`) },
  { title: 'a body that is no UTF-8', ...withForm(() => NOT_UTF8), ...withJson(() => NOT_UTF8) },
  {
    title: 'half of a surrogate pair',
    ...withJson((sent) => sent.replace(/^\{/, '{"A":"\\ud800",').replace(',}', '}')),
  },
  {
    title: 'a body above 1 MiB',
    ...withForm((sent) => `${sent}&A=${'x'.repeat(MEBIBYTE)}`),
    ...withJson((sent) => `${sent}${' '.repeat(MEBIBYTE)}`),
  },
  {
    title: 'a query above 1 MiB',
    rpc: (name, params) => ({ method: 'POST', target: `/?${form(name, params)}&A=${'x'.repeat(MEBIBYTE)}` }),
  },
];

function both(more: Params): Omit<RequestKind, 'title'> {
  return {
    rpc: (operation, params) => rpcCall(operation, { ...params, ...more }),
    json: (operation, params) => jsonCall(operation, { ...params, ...more }),
  };
}
