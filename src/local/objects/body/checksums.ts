import { createHash, type Hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { S3Error } from '../s3-error.ts';

/** Computes one checksum of a body. */
interface Check {
  update(bytes: Uint8Array): void;
  /** In base64. */
  value(): string;
}

/** The checksums that are verified, by the headers or trailers that carry them; others are ignored. */
const CHECKS: Readonly<Record<string, () => Check>> = {
  'content-md5': () => hashCheck(createHash('md5')),
  'x-amz-checksum-crc32': crc32Check,
  'x-amz-checksum-sha1': () => hashCheck(createHash('sha1')),
  'x-amz-checksum-sha256': () => hashCheck(createHash('sha256')),
};

/** The checksums that a client sends with a body, before or behind it. */
export class Checksums {
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    const announced = String(headers['x-amz-trailer'] ?? '')
      .toLowerCase()
      .split(/\s*,\s*/);
    const told = Object.keys(CHECKS).filter((name) => name in headers || announced.includes(name));
    this.#checks = new Map(told.map((name) => [name, (CHECKS[name] ?? crc32Check)()]));
    this.#headers = headers;
  }

  update(bytes: Uint8Array): void {
    for (const check of this.#checks.values()) check.update(bytes);
  }

  /** @throws S3Error when the bytes do not match a checksum. */
  verify(trailers: ReadonlyMap<string, string>): void {
    for (const [name, check] of this.#checks) {
      const told = this.#headers[name] ?? trailers.get(name);
      if (told === check.value()) continue;
      if (name === 'content-md5' && !/^[A-Za-z0-9+/]{22}==$/.test(String(told))) {
        throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid');
      }
      throw new S3Error(400, 'BadDigest', `The ${name} you specified did not match what was received`);
    }
  }
}

function hashCheck(hash: Hash): Check {
  return { update: (bytes) => hash.update(bytes), value: () => hash.digest('base64') };
}

function crc32Check(): Check {
  let sum = 0;
  return {
    update: (bytes) => {
      sum = crc32(bytes, sum);
    },
    value: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return bytes.toString('base64');
    },
  };
}
