import { type Authenticate, authenticateByKeys } from '../src/api/protocol/authenticate.ts';
import type { Clock } from '../src/ports/clock.ts';
import { accessKeysIn, type OpenSecrets } from './access-keys.ts';

/** Demands an RPC signature made with one of the keys in a secret; JSON calls pass, the gateway has checked them. */
export function authenticateRpcCalls(open: OpenSecrets, secretArn: string, clock: Clock): Authenticate {
  const accessKeys = accessKeysIn(open, secretArn, clock);
  let checking: { readonly version: string; readonly authenticate: Authenticate } | undefined;

  return async (call) => {
    if (call.binding === 'json') return undefined;
    const { version, keys } = await accessKeys();
    // The same keys keep what they remember of used nonces.
    if (checking?.version !== version) checking = { version, authenticate: authenticateByKeys(keys, clock) };
    return await checking.authenticate(call);
  };
}
