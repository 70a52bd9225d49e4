import { isJsonObject } from '../src/common/json.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { SecretClient } from './secret-client.ts';

/** Time for which keys are used before they are read again: a removed key works no longer than that. */
const MAX_AGE_MILLISECONDS = 5 * 60 * 1000;

/** A key with which callers sign. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** The keys of a secret, and which version of it they are. */
export interface AccessKeys {
  readonly version: string;
  readonly keys: readonly AccessKey[];
}

/** Opens the client that reads secrets. */
export type OpenSecrets = () => Promise<SecretClient>;

/** Opens it by the function's own settings, and loads it when that is first called. */
export const openSecrets: OpenSecrets = async () => new (await import('./secret-client.ts')).SecretClient();

/** Reads the keys in a secret when they are first asked for, and every five minutes from then on. */
export function accessKeysIn(open: OpenSecrets, secretArn: string, clock: Clock): () => Promise<AccessKeys> {
  let secrets: SecretClient | undefined;
  let keys: Promise<AccessKeys> | undefined;
  let readAt = 0;

  async function read(): Promise<AccessKeys> {
    secrets ??= await open();
    const { version, text } = await secrets.read(secretArn);
    return { version, keys: readKeys(text) };
  }

  return () => {
    if (keys === undefined || clock.now() - readAt > MAX_AGE_MILLISECONDS) {
      readAt = clock.now();
      const reading = read();
      keys = reading;
      reading.catch(() => {
        keys = undefined;
      });
    }
    return keys;
  };
}

function readKeys(text: string): readonly AccessKey[] {
  const secrets: unknown = JSON.parse(text);
  if (!isJsonObject(secrets))
    throw new Error('The keys secret is no JSON object of secrets by access key id');
  return Object.entries(secrets).map(([id, secret]) => ({ id, secret: String(secret) }));
}
