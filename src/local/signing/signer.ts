import { createHash, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { certificatePem, makeCertificate } from './certificate.ts';

/** Beginning of the paths of certificates. */
export const CERTIFICATE_PATH = '/signing-certificate-';

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
  const der = makeCertificate({
    subject: 'fdl-on-aws',
    issuer: 'fdl-on-aws',
    publicKey,
    issuerKey: privateKey,
    validDays: 3_650,
  });
  const digest = createHash('sha256').update(der).digest('hex').slice(0, 16);
  return { privateKey, certificate: certificatePem(der), path: `${CERTIFICATE_PATH}${digest}.pem` };
}
