import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { SignIn } from './config.ts';
import { jsonRequest, type Session } from './session.ts';

/**
 * The session of a user who signs in on the provider's pages, by code and PKCE.
 *
 * Leaves the page as long as no user has signed in: the promise then never settles, and the page comes back with a code
 * in its address, which is taken out before anything is shown. Tokens stay in memory; after a reload the provider
 * remembers the user and sends the page straight back.
 */
export async function beginUserSession(signIn: SignIn): Promise<Session> {
  const manager = createManager(signIn);
  const user = await userOfAddress(manager);
  if (user === undefined) {
    await manager.signinRedirect({ state: location.href });
    return new Promise(() => {});
  }
  return {
    user: String(user.profile.email ?? user.profile.sub),
    async requestOf(endpoint, operation, parameters) {
      const headers = { authorization: `Bearer ${await accessToken(manager)}` };
      return jsonRequest(endpoint, operation, parameters, headers);
    },
    async signOut() {
      const parameters = { client_id: signIn.clientId, logout_uri: redirectUri() };
      await manager.signoutRedirect({ extraQueryParams: parameters });
    },
  };
}

function createManager({ issuer, url, clientId }: SignIn): UserManager {
  return new UserManager({
    authority: issuer,
    metadata: {
      issuer,
      authorization_endpoint: `${url}/oauth2/authorize`,
      token_endpoint: `${url}/oauth2/token`,
      revocation_endpoint: `${url}/oauth2/revoke`,
      end_session_endpoint: `${url}/logout`,
    },
    client_id: clientId,
    redirect_uri: redirectUri(),
    scope: 'openid email',
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // Only what proves the way back: it is removed on return.
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: false,
    monitorSession: false,
  });
}

function redirectUri(): string {
  return new URL(import.meta.env.BASE_URL, location.origin).href;
}

/** The user whom the provider has just sent back; restores the address that the user came from. */
async function userOfAddress(manager: UserManager): Promise<User | undefined> {
  const parameters = new URLSearchParams(location.search);
  if (!parameters.has('state') || !(parameters.has('code') || parameters.has('error'))) return undefined;
  const user = await manager.signinRedirectCallback();
  history.replaceState(null, '', sameOrigin(user.state));
  return user;
}

function sameOrigin(address: unknown): string {
  const before = typeof address === 'string' ? address : redirectUri();
  return before.startsWith(redirectUri()) ? before : redirectUri();
}

/** A token that is good for now; an old one is exchanged, and a user whose session is over signs in again. */
async function accessToken(manager: UserManager): Promise<string> {
  const user = await manager.getUser();
  if (user !== null && !user.expired) return user.access_token;
  try {
    const renewed = await manager.signinSilent();
    if (renewed !== null) return renewed.access_token;
  } catch {
    // The refresh token is no longer good.
  }
  await manager.signinRedirect({ state: location.href });
  return new Promise(() => {});
}
