import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Authenticate, authenticateByKeys } from '../src/api/protocol/authenticate.ts';
import { isJsonObject } from '../src/common/json.ts';
import type { Clock } from '../src/ports/clock.ts';

/** How long keys are used before they are read again: a removed key works no longer than that. */
const MAX_AGE_MILLISECONDS = 5 * 60 * 1000;

/**
 * Demands an RPC signature made with one of the keys in a secret; JSON calls pass, the gateway has checked them.
 *
 * The secret is read when the first RPC call comes and every five minutes from then on.
 */
export function authenticateRpcCalls(
  secretsManager: SecretsManagerClient,
  secretArn: string,
  clock: Clock,
): Authenticate {
  let keys: Promise<Keys> | undefined;
  let readAt = 0;

  async function read(): Promise<Keys> {
    const previous = await keys?.catch(() => undefined);
    const { SecretString = '', VersionId = '' } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId: secretArn }),
    );
    // The same keys keep what they remember of used nonces.
    if (previous?.version === VersionId) return previous;
    return { version: VersionId, authenticate: authenticateByKeys(readAccessKeys(SecretString), clock) };
  }

  return async (call) => {
    if (call.binding === 'json') return;
    if (keys === undefined || clock.now() - readAt > MAX_AGE_MILLISECONDS) {
      readAt = clock.now();
      keys = read();
      keys.catch(() => {
        keys = undefined;
      });
    }
    await (await keys).authenticate(call);
  };
}

interface Keys {
  readonly version: string;
  readonly authenticate: Authenticate;
}

function readAccessKeys(text: string) {
  const secrets: unknown = JSON.parse(text);
  if (!isJsonObject(secrets))
    throw new Error('The keys secret is no JSON object of secrets by access key id');
  return Object.entries(secrets).map(([id, secret]) => ({ id, secret: String(secret) }));
}
