import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const PLAIN = 0;
const ZSTD = 1;

/** Texts below this many bytes are kept as they are: compressing them costs more than it saves. */
const WORTH_COMPRESSING = 1024;

/** Bytes for a text: one that says how, then UTF-8, compressed when that saves at least an eighth. */
export function packText(text: string): Uint8Array {
  const plain = Buffer.from(text);
  if (plain.length > WORTH_COMPRESSING) {
    const compressed = zstdCompressSync(plain);
    if (compressed.length < plain.length * 0.875) return flagged(ZSTD, compressed);
  }
  return flagged(PLAIN, plain);
}

/**
 * The text that was packed.
 *
 * @throws when the bytes were packed in a way that this program does not know.
 */
export function unpackText(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset + 1, packed.byteLength - 1);
  if (packed[0] === PLAIN) return bytes.toString();
  if (packed[0] === ZSTD) return zstdDecompressSync(bytes).toString();
  throw new Error(`Stored text begins with the unknown flag ${packed[0]}`);
}

function flagged(flag: number, bytes: Uint8Array): Uint8Array {
  const packed = Buffer.allocUnsafe(bytes.length + 1);
  packed[0] = flag;
  packed.set(bytes, 1);
  return packed;
}
