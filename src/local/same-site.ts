const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What a request says about where it comes from and whom it believes to talk to. */
interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * Why a request may not be served by a server that listens on `listenHost`; undefined when it may.
 *
 * A web page must not reach a server that only this machine can reach: neither by a request across origins, nor under
 * a name of its own that points here (DNS rebinding). Programs send no Origin and the address they were given.
 */
export function refusalOf({ host, origin }: RequestOrigin, listenHost: string): string | undefined {
  if (origin !== undefined && hostOf(origin) !== host) {
    return `Requests of web pages from other origins (${origin}) are refused`;
  }
  const name = (host ?? '').replace(/:\d*$/, '').toLowerCase();
  const isReachedByName = LOOPBACK.has(name) || name === listenHost || name === `[${listenHost}]`;
  if (isLoopback(listenHost) && !isReachedByName) {
    return `Host ${JSON.stringify(host ?? '')} is not this server; use ${listenHost} or localhost`;
  }
  return undefined;
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The URL of a server for programs on this machine; an address that stands for all is replaced. */
export function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
