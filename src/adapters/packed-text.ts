import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const PLAIN = 0;
const ZSTD = 1;
const ZSTD_WITH_DICTIONARY = 2;

/** The rules by which a home compresses texts. */
export interface PackingRules {
  /** Shorter texts are kept as they are, in bytes. */
  readonly leastBytes: number;
  /** The share of its bytes that a text may have at most after compression; it is kept as it is otherwise. */
  readonly worthwhileShare: number;
  /** Helps texts of up to so many bytes, which repeat little in themselves. */
  readonly dictionary?: { readonly bytes: Uint8Array; readonly longestText: number };
}

/** Turns texts into bytes and back. */
export interface TextPacking {
  /** Bytes for a text: one for the packing, then UTF-8, compressed where that is worthwhile. */
  packText(text: string): Uint8Array;
  /**
   * The text that was packed.
   *
   * @throws when the bytes were packed in a way that this packing does not know.
   */
  unpackText(packed: Uint8Array): string;
}

/** The packing of a home. */
export function textPacking({ leastBytes, worthwhileShare, dictionary }: PackingRules): TextPacking {
  return {
    packText(text) {
      const plain = Buffer.from(text);
      if (plain.length < leastBytes) return flagged(PLAIN, plain);
      const isShort = dictionary !== undefined && plain.length <= dictionary.longestText;
      const compressed = isShort
        ? zstdCompressSync(plain, { dictionary: dictionary.bytes })
        : zstdCompressSync(plain);
      return compressed.length < plain.length * worthwhileShare
        ? flagged(isShort ? ZSTD_WITH_DICTIONARY : ZSTD, compressed)
        : flagged(PLAIN, plain);
    },
    unpackText(packed) {
      const flag = packed[0];
      const bytes = Buffer.from(packed.buffer, packed.byteOffset + 1, packed.byteLength - 1);
      if (flag === PLAIN) return bytes.toString();
      if (flag === ZSTD) return zstdDecompressSync(bytes).toString();
      if (flag === ZSTD_WITH_DICTIONARY && dictionary !== undefined) {
        return zstdDecompressSync(bytes, { dictionary: dictionary.bytes }).toString();
      }
      throw new Error(`Stored text begins with the unknown flag ${flag}`);
    },
  };
}

function flagged(flag: number, bytes: Uint8Array): Uint8Array {
  const packed = Buffer.allocUnsafe(bytes.length + 1);
  packed[0] = flag;
  packed.set(bytes, 1);
  return packed;
}
