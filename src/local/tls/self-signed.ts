import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { makePrivate, PRIVATE_FILE, PRIVATE_FOLDER } from '../../adapters/embedded/private-files.ts';
import { certificatePem, keyId, makeCertificate } from '../signing/certificate.ts';
import { identifier, integer, namedBits, numbered, octets, sequence, yes } from '../signing/der.ts';
import type { TlsIdentity } from './identity.ts';

const CURVE = { namedCurve: 'P-256' };
const AUTHORITY_DAYS = 3_650;
/** Some clients take no certificate of a server that is valid for longer. */
const SERVER_DAYS = 397;
const LEAST_DAYS_LEFT = 400;
const DAY_MS = 86_400_000;
const NAME = 'fdl-on-aws';

interface Authority {
  readonly key: KeyObject;
  readonly cert: string;
}

/** Where the authority is kept, and which server it vouches for. */
export interface SelfSignedOptions {
  readonly host: string;
  /** The authority is made anew with every start when it is absent. */
  readonly dataFolder?: string;
}

/**
 * An identity that an authority of this server's own vouches for.
 *
 * The authority stays the same in a data folder, so that it is trusted once; the server's certificate and key are new with
 * every start and are never written. A certificate of its own that servers sign for themselves would do for one start only.
 */
export function selfSignedIdentity({ host, dataFolder }: SelfSignedOptions): TlsIdentity {
  const folder = dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'fdl-tls-')) : join(dataFolder, 'tls');
  const authority = (dataFolder === undefined ? undefined : readAuthority(folder)) ?? makeAuthority();
  const trust = { authority: resolve(folder, 'ca.pem'), all: resolve(folder, 'trusted.pem') };
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  writeFileSync(trust.authority, authority.cert);
  writeFileSync(trust.all, [authority.cert, ...rootCertificates].join('\n'));
  if (dataFolder !== undefined) writeKey(join(folder, 'ca-key.pem'), authority.key);
  const { privateKey, publicKey } = generateKeyPairSync('ec', CURVE);
  const cert = makeCertificate({
    subject: `${NAME} on ${hostname()}`.slice(0, 64),
    issuer: subjectOf(authority),
    publicKey,
    issuerKey: authority.key,
    validDays: SERVER_DAYS,
    extensions: serverExtensions(publicKey, createPublicKey(authority.key), namesOf(host)),
  });
  return { cert: certificatePem(cert), key: pemOf(privateKey), trust };
}

/** The authority of an earlier start; undefined when there is none, or when it ends before long. */
function readAuthority(folder: string): Authority | undefined {
  const [certFile, keyFile] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')];
  if (!existsSync(certFile) || !existsSync(keyFile)) return undefined;
  const cert = readFileSync(certFile, 'utf8');
  const key = createPrivateKey(readFileSync(keyFile));
  const certificate = new X509Certificate(cert);
  const isLasting = Date.parse(certificate.validTo) > Date.now() + LEAST_DAYS_LEFT * DAY_MS;
  return isLasting && certificate.checkPrivateKey(key) ? { key, cert } : undefined;
}

function makeAuthority(): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', CURVE);
  // A name of its own for each key: clients look authorities up by name.
  const name = `${NAME} authority ${keyId(publicKey).toString('hex').slice(0, 12)}`;
  const cert = makeCertificate({
    subject: name,
    issuer: name,
    publicKey,
    issuerKey: privateKey,
    validDays: AUTHORITY_DAYS,
    extensions: [
      extension('2.5.29.19', sequence(yes, integer(Buffer.from([0]))), 'critical'),
      extension('2.5.29.15', namedBits(5, 6), 'critical'),
      extension('2.5.29.14', octets(keyId(publicKey))),
    ],
  });
  return { key: privateKey, cert: certificatePem(cert) };
}

function serverExtensions(own: KeyObject, authority: KeyObject, names: readonly string[]): readonly Buffer[] {
  return [
    extension('2.5.29.19', sequence(), 'critical'),
    extension('2.5.29.15', namedBits(0), 'critical'),
    extension('2.5.29.37', sequence(identifier('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.14', octets(keyId(own))),
    extension('2.5.29.35', sequence(numbered(0, keyId(authority)))),
    extension('2.5.29.17', sequence(...names.map(alternativeName))),
  ];
}

function extension(id: string, content: Buffer, critical?: 'critical'): Buffer {
  return sequence(identifier(id), ...(critical === undefined ? [] : [yes]), octets(content));
}

/** Every name under which this machine may reach the server. */
function namesOf(host: string): readonly string[] {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const addresses = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).map(({ address }) => address),
  );
  const own = isEverywhere ? addresses : [host];
  return [...new Set(['localhost', '127.0.0.1', '::1', hostname().toLowerCase(), ...own])];
}

function alternativeName(name: string): Buffer {
  if (isIP(name) === 0) return numbered(2, Buffer.from(name));
  return numbered(7, addressBytes(name));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [plain = ''] = address.split('%');
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const all = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0'));
  return Buffer.from(all.join(''), 'hex');
}

function subjectOf({ cert }: Authority): string {
  return new X509Certificate(cert).subject.replace(/^CN=/, '');
}

function pemOf(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

function writeKey(file: string, key: KeyObject): void {
  makePrivate(file);
  writeFileSync(file, pemOf(key), { mode: PRIVATE_FILE });
}
