import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { bits, explicit, identifier, integer, nothing, sequence, set, utcTime, utf8 } from './der.ts';

/** Beginning of the paths of certificates. */
export const CERTIFICATE_PATH = '/signing-certificate-';

const DAY_MS = 86_400_000;
const SHA256_WITH_RSA = sequence(identifier('1.2.840.113549.1.1.11'), nothing);
const COMMON_NAME = '2.5.4.3';

interface Key {
  readonly privateKey: KeyObject;
  /** The certificate in PEM. */
  readonly certificate: string;
  readonly path: string;
}

/**
 * Signs messages that are pushed to endpoints, so that endpoints can tell them from forged ones.
 *
 * The key lives as long as the process. Its certificate is served by path; endpoints that want one of the cloud's own
 * hosts cannot accept it.
 */
export class Signer {
  #key: Promise<Key> | undefined;

  /** The base64 of an RSA signature. */
  async sign(text: string, hash: 'sha1' | 'sha256'): Promise<string> {
    const { privateKey } = await this.#theKey();
    return sign(hash, Buffer.from(text), privateKey).toString('base64');
  }

  /** The path of the certificate, different for every key. */
  async certificatePath(): Promise<string> {
    return (await this.#theKey()).path;
  }

  /** The certificate in PEM. @returns undefined when it is not served by this path. */
  async certificateAt(path: string): Promise<string | undefined> {
    if (this.#key === undefined || !path.startsWith(CERTIFICATE_PATH)) return undefined;
    const { certificate, path: own } = await this.#key;
    return path === own ? certificate : undefined;
  }

  /** Made when it is needed, for it takes a while. */
  #theKey(): Promise<Key> {
    this.#key ??= makeKey();
    return this.#key;
  }
}

async function makeKey(): Promise<Key> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  const der = selfSigned(privateKey, publicKey.export({ type: 'spki', format: 'der' }));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const digest = createHash('sha256').update(der).digest('hex').slice(0, 16);
  return {
    privateKey,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    path: `${CERTIFICATE_PATH}${digest}.pem`,
  };
}

function selfSigned(privateKey: KeyObject, publicKey: Buffer): Buffer {
  const now = Date.now();
  const name = sequence(set(sequence(identifier(COMMON_NAME), utf8('fdl-on-aws'))));
  const validity = sequence(utcTime(new Date(now - DAY_MS)), utcTime(new Date(now + 3_650 * DAY_MS)));
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    SHA256_WITH_RSA,
    name,
    validity,
    name,
    publicKey,
  );
  return sequence(content, SHA256_WITH_RSA, bits(sign('sha256', content, privateKey)));
}
