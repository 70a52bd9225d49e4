import type { OperationName } from '../../../src/api/contract.ts';
import { stringifyJson } from '../../../src/common/json-text.ts';
import { signRpc } from './sign-rpc.ts';

/** The caller of the API, and the proof that its calls carry. */
export interface Session {
  /** How the caller is named beside "sign out"; absent where no user has to sign in. */
  readonly user?: string;
  /** The HTTP request of a call. */
  requestOf(endpoint: string, operation: OperationName, parameters: object): Promise<Request>;
  /** Ends the session elsewhere as well; absent where forgetting it is enough. */
  signOut?(): Promise<void>;
}

/** An access key, as it is typed in. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** Calls that prove nothing: `POST {endpoint}{Operation}` with JSON. */
export const anonymousSession: Session = {
  async requestOf(endpoint, operation, parameters) {
    return jsonRequest(endpoint, operation, parameters, {});
  },
};

/** Calls signed with an access key: a form of the RPC protocol. The secret itself does not travel. */
export function keySession(key: AccessKey): Session {
  return {
    user: key.id,
    async requestOf(endpoint, operation, parameters) {
      const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
      const params = new Map<string, string>([
        ...given.map(([name, value]): [string, string] => [name, String(value)]),
        ['Action', operation],
        ['Version', '2019-03-15'],
        ['Format', 'JSON'],
        ['AccessKeyId', key.id],
        ['SignatureMethod', 'HMAC-SHA1'],
        ['SignatureVersion', '1.0'],
        ['SignatureNonce', crypto.randomUUID()],
        ['Timestamp', new Date().toISOString().replace(/\.\d+/, '')],
      ]);
      params.set('Signature', await signRpc('POST', params, key.secret));
      return new Request(absolute(endpoint), { method: 'POST', body: new URLSearchParams([...params]) });
    },
  };
}

/** A JSON call with headers of its own, for sessions that prove themselves by one. */
export function jsonRequest(
  endpoint: string,
  operation: OperationName,
  parameters: object,
  headers: Readonly<Record<string, string>>,
): Request {
  return new Request(absolute(`${endpoint}${operation}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: stringifyJson(parameters),
  });
}

function absolute(address: string): string {
  return new URL(address, location.origin).href;
}
