import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A stand-in for the pages of Cognito that lets one user in without asking. */
export interface SignInProvider {
  readonly url: string;
  readonly accessToken: string;
  /** The requests for tokens that it has answered. */
  readonly grants: readonly URLSearchParams[];
  close(): void;
}

/** Starts a provider with Cognito's paths; it remembers nothing but the codes that it has given out. */
export async function startSignInProvider(clientId: string): Promise<SignInProvider> {
  const accessToken = randomUUID();
  const grants: URLSearchParams[] = [];
  const codes = new Map<string, URLSearchParams>();
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    response.setHeader('access-control-allow-origin', '*');
    if (pathname === '/oauth2/authorize') {
      const code = randomUUID();
      codes.set(code, searchParams);
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href }).end();
    } else if (pathname === '/oauth2/token') {
      const grant = new URLSearchParams(await text(request));
      const isKnown = codes.delete(grant.get('code') ?? '');
      grants.push(grant);
      const body = isKnown ? tokens(accessToken, clientId, url) : { error: 'invalid_grant' };
      response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>signed out</title>');
    }
  }
  return { url, accessToken, grants, close: () => server.close() };
}

function tokens(accessToken: string, clientId: string, issuer: string) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: clientId,
    sub: 'u-1',
    email: 'ann@example.org',
    iat: now,
    exp: now + 600,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    token_type: 'Bearer',
    expires_in: 600,
    access_token: accessToken,
    id_token: `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmVk`,
  };
}
