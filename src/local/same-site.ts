import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { isFunctionPath } from './functions/http/function-url.ts';
import type { Credentials } from './server-options.ts';

/** The parts of a request that are checked before it is read; an `IncomingMessage` has them. */
export interface Visitor {
  readonly method?: string | undefined;
  /** Path and query, as they were sent. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Which server is visited. */
export interface VisitedServer {
  /** The address on which it listens. */
  readonly host: string;
  /** The key that every call needs, so that a page without it can do nothing; absent when callers need none. */
  readonly credentials?: Credentials;
}

/**
 * Why a request may not be served; undefined when it may. Every port of the server asks this before it reads anything.
 *
 * A web page must not use a server that only this machine can reach: neither by a request across origins, from any element
 * of the page, nor under a name of its own that points here (DNS rebinding). Browsers state the origin of a request in
 * headers that programs do not send; programs send the address that they were given as `Host`. Old browsers omit the header
 * for images, links and the like. These are GETs, so no GET may change anything unless a program has signed it.
 */
export function refusalOf(visitor: Visitor, server: VisitedServer): string | undefined {
  return hostProblem(visitor, server) ?? pageProblem(visitor) ?? getProblem(visitor);
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A page reaches a server under a name that its owner has registered; addresses, and names without a dot, have no owner. */
function hostProblem(
  { headers }: Visitor,
  { host: listenHost, credentials }: VisitedServer,
): string | undefined {
  const name = nameOf(headers.host ?? '');
  if (name === listenHost.toLowerCase() || name === `[${listenHost}]`) return undefined;
  if (isLoopback(listenHost)) {
    if (LOOPBACK.has(name)) return undefined;
    return `Host ${JSON.stringify(headers.host ?? '')} is not this server; use ${listenHost} or localhost`;
  }
  const isOfNetwork = isAddress(name) || !name.includes('.') || name === hostname().toLowerCase();
  if (isOfNetwork || credentials !== undefined || !isFromBrowser(headers)) return undefined;
  return `Host ${JSON.stringify(headers.host)} could be anybody's name for this server; use its address, or demand keys`;
}

/** Browsers state the origin of a request in several headers; one that names another origin suffices to refuse it. */
function pageProblem(visitor: Visitor): string | undefined {
  const { headers } = visitor;
  if (isVisitToConsole(visitor)) return undefined;
  const { origin, referer, host } = headers;
  const site = headers['sec-fetch-site'] ?? 'none';
  if (origin !== undefined && hostOf(origin) !== host?.toLowerCase()) return foreign(origin);
  if (referer !== undefined && hostOf(referer) !== host?.toLowerCase()) return foreign(referer);
  return site === 'same-origin' || site === 'none' ? undefined : foreign(String(site));
}

/** Following a link to the console opens its page, in a window of its own; requests of that page have the same origin. */
function isVisitToConsole({ method, url = '', headers }: Visitor): boolean {
  const isNavigation =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  // A provider of sign-ins sends the browser back with its code in the query; the console's files read none.
  return isNavigation && /^\/(?:console(?:[/?].*)?)?$/.test(url);
}

function foreign(where: string): string {
  return `Requests of web pages from other origins (${where.slice(0, 200)}) are refused`;
}

/** Reads, in all protocols that name an action in the query; none of them hands out messages. */
const READS = /^(?:Describe|List|Get)/;

function getProblem({ method, url = '', headers }: Visitor): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (isFunctionPath(url.split('?')[0] ?? '') && isOldBrowser(headers))
    return 'Functions are not called by GET from browsers that do not say where a request comes from';
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const changes = query.getAll('Action').filter((action) => !READS.test(action));
  if (!url.includes('?') || changes.length === 0) return undefined;
  const isSigned =
    headers.authorization !== undefined || query.has('Signature') || query.has('X-Amz-Signature');
  if (isSigned && !isFromBrowser(headers)) return undefined;
  return `Action ${JSON.stringify(changes[0]?.slice(0, 80))} changes something: send it by POST, or signed`;
}

/** Whose images and links of foreign pages cannot be told from visits. */
function isOldBrowser(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-site'] === undefined && isFromBrowser(headers);
}

/** Programs may call themselves by any name, but none takes on that of a browser without a reason. */
function isFromBrowser(headers: IncomingHttpHeaders): boolean {
  const isTold = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  return isTold || /^Mozilla\//i.test(headers['user-agent'] ?? '');
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const name = isIP(host) === 6 ? new URL(`http://[${host}]`).hostname : host.toLowerCase();
  return name === 'localhost' || name === '[::1]' || (isIP(name) === 4 && name.startsWith('127.'));
}

/** The URL of a server for programs on this machine; an address that stands for all is replaced. */
export function localUrl(host: string, port: number, isTls = false): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${isTls ? 'https' : 'http'}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function nameOf(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

function isAddress(name: string): boolean {
  return isIP(name) === 4 || (name.startsWith('[') && isIP(name.slice(1, -1)) === 6);
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
