import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { RECORD_DICTIONARY } from './record-dictionary.ts';

const PLAIN = 0;
const ZSTD = 1;
const ZSTD_WITH_DICTIONARY = 2;

/** Up to this many bytes the dictionary helps; longer texts repeat themselves. */
const SHORT = 8 * 1024;

/**
 * Bytes for a text: one that says how, then UTF-8, compressed when that is shorter.
 *
 * Measured on records of one task each (350 bytes of JSON): zstd 217 bytes, brotli 187 (at 20 times the CPU), deflate
 * 204, zstd with the dictionary 127.
 */
export function packText(text: string): Uint8Array {
  const plain = Buffer.from(text);
  const [flag, compressed] =
    plain.length <= SHORT
      ? ([ZSTD_WITH_DICTIONARY, zstdCompressSync(plain, { dictionary: RECORD_DICTIONARY })] as const)
      : ([ZSTD, zstdCompressSync(plain)] as const);
  return compressed.length < plain.length ? flagged(flag, compressed) : flagged(PLAIN, plain);
}

/**
 * The text that was packed.
 *
 * @throws when the bytes were packed in a way that this program does not know.
 */
export function unpackText(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset + 1, packed.byteLength - 1);
  switch (packed[0]) {
    case PLAIN:
      return bytes.toString();
    case ZSTD:
      return zstdDecompressSync(bytes).toString();
    case ZSTD_WITH_DICTIONARY:
      return zstdDecompressSync(bytes, { dictionary: RECORD_DICTIONARY }).toString();
    default:
      throw new Error(`Stored text begins with the unknown flag ${packed[0]}`);
  }
}

function flagged(flag: number, bytes: Uint8Array): Uint8Array {
  const packed = Buffer.allocUnsafe(bytes.length + 1);
  packed[0] = flag;
  packed.set(bytes, 1);
  return packed;
}
