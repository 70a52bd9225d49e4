import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, explicit, identifier, integer, nothing, sequence, set, utcTime, utf8 } from './der.ts';

/** The content of a certificate, and its issuer. */
export interface CertificateContent {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** Of the issuer: RSA, or an elliptic curve. */
  readonly issuerKey: KeyObject;
  readonly validDays: number;
  /** In DER, each; none for a certificate that only carries a key. */
  readonly extensions?: readonly Buffer[];
}

const DAY_MS = 86_400_000;
const COMMON_NAME = '2.5.4.3';
const SHA256_WITH_RSA = sequence(identifier('1.2.840.113549.1.1.11'), nothing);
const SHA256_WITH_ECDSA = sequence(identifier('1.2.840.10045.4.3.2'));

/** A certificate of version 3 in DER, valid from yesterday on: clocks differ. */
export function makeCertificate(content: CertificateContent): Buffer {
  const { issuerKey, publicKey, extensions = [] } = content;
  const algorithm = issuerKey.asymmetricKeyType === 'rsa' ? SHA256_WITH_RSA : SHA256_WITH_ECDSA;
  const now = Date.now();
  const validity = sequence(
    utcTime(new Date(now - DAY_MS)),
    utcTime(new Date(now + content.validDays * DAY_MS)),
  );
  const signed = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    algorithm,
    nameOf(content.issuer),
    validity,
    nameOf(content.subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [explicit(3, sequence(...extensions))] : []),
  );
  return sequence(signed, algorithm, bits(sign('sha256', signed, issuerKey)));
}

/** The text form of a certificate. */
export function certificatePem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** The id by which certificates name a key. */
export function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(identifier(COMMON_NAME), utf8(commonName))));
}
