import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** How a server proves who it is: every port speaks TLS with it. */
export interface TlsIdentity {
  /** The server's certificate in PEM, and those that lead from it to a trusted one. */
  readonly cert: string;
  /** In PEM. */
  readonly key: string;
  /** How to trust it; absent where machines do already. */
  readonly trust?: TrustFiles;
}

/** Files with the authority to trust. */
export interface TrustFiles {
  /** Nothing but the authority, to be trusted beside others. */
  readonly authority: string;
  /** The authority and those that Node.js trusts, for programs that take one file in place of all. */
  readonly all: string;
}

/**
 * Reads an identity from its two files.
 *
 * @throws when a file cannot be read, holds no certificate or key without a passphrase, or the two do not belong together.
 */
export function readIdentity(certFile: string, keyFile: string): TlsIdentity {
  const cert = read('certificate', certFile);
  const key = read('key', keyFile);
  const certificate = parsed('certificate', certFile, () => new X509Certificate(cert));
  const privateKey = parsed('private key without a passphrase', keyFile, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new Error(`the key in ${keyFile} is not that of the certificate in ${certFile}`);
  }
  if (Date.parse(certificate.validTo) < Date.now()) {
    throw new Error(`the certificate in ${certFile} ended on ${certificate.validTo}`);
  }
  return { cert, key };
}

function read(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`the TLS ${what} cannot be read (${error instanceof Error ? error.message : error})`);
  }
}

function parsed<T>(what: string, file: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new Error(`${file} holds no ${what} in PEM`);
  }
}
