import { setTimeout as sleep } from 'node:timers/promises';
import { serve, type TestRequest, type TestResponse, type TestServer } from './http.ts';

/**
 * The fate of a request on its way: it is answered without arriving; the connection is cut before it arrives; it
 * arrives late; it arrives and the answer is lost, or never comes, or is changed.
 */
export type Fault =
  | { readonly kind: 'answer'; readonly response: TestResponse }
  | { readonly kind: 'reset' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'loseResponse' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'change'; readonly change: (body: string) => string };

/** Says what happens to the next request; undefined for nothing. The operation is named as in `x-amz-target`. */
export type FaultPlan = (operation: string, request: TestRequest) => Fault | undefined;

/** Longer than any client waits. */
const HANG_MS = 60_000;

/** A server between a client and an emulator that does what `plan` says. */
export function startFaultProxy(target: string, plan: FaultPlan): Promise<TestServer> {
  return serve(async (request) => {
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const fault = plan(operation, request);
    if (fault?.kind === 'answer') return fault.response;
    if (fault?.kind === 'reset') return undefined;
    if (fault?.kind === 'delay') await sleep(fault.milliseconds);
    // A target that has ended meanwhile, or has closed an idle connection, cuts this one.
    const answered = await forward(target, request).catch(() => undefined);
    if (answered === undefined) return undefined;
    if (fault === undefined || fault.kind === 'delay') return answered;
    if (fault.kind === 'change') return { ...answered, body: fault.change(answered.body.toString()) };
    if (fault.kind === 'hang') await sleep(HANG_MS, undefined, { ref: false });
    return undefined;
  });
}

/** A request passed on to a server, with what it answered. */
export async function forward(target: string, { method, path, query, headers, body }: TestRequest) {
  const {
    host: _host,
    'content-length': _length,
    connection: _connection,
    expect: _expect,
    ...kept
  } = headers;
  const response = await fetch(`${target}${path}${query.size > 0 ? `?${query}` : ''}`, {
    method,
    headers: kept as Record<string, string>,
    ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
  });
  const type = response.headers.get('content-type') ?? 'application/x-amz-json-1.0';
  return {
    status: response.status,
    headers: { 'content-type': type, ...told(response.headers) },
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** The headers by which a response tells of an object. */
function told(headers: Headers): Readonly<Record<string, string>> {
  const found = ['etag', 'content-range'].map((name) => [name, headers.get(name)] as const);
  return Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== null));
}
