/** Chance from a seed: a number from 0 up to, not including, `below`. */
export type Chance = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** The material of mutations. */
export interface Material {
  readonly corpus: readonly string[];
  /** Words that mean something to the target. */
  readonly words: readonly string[];
}

/** Longer inputs take longer and say no more; those that must be long are made by repeating a piece once in a while. */
const MAX_LENGTH = 4_096;
const MAX_REPEATED_LENGTH = 64 * 1024;

const ODD = [
  '\u0000',
  '\ud800',
  '\u2028',
  '\ufeff',
  '\r',
  '\t',
  '\n',
  '😀',
  '\u0007',
  'é',
  '"',
  '\\',
  '%',
  '1e999',
];

/** One of the corpus after one to six changes. */
export function mutate({ corpus, words }: Material, chance: Chance): string {
  let text = pick(corpus, chance) ?? '';
  for (let changes = 1 + chance(6); changes > 0; changes -= 1) text = change(text, corpus, words, chance);
  if (chance(50) === 0) return repeatPiece(text, chance);
  return text.slice(0, MAX_LENGTH);
}

function change(text: string, corpus: readonly string[], words: readonly string[], chance: Chance): string {
  const at = chance(text.length + 1);
  const end = Math.min(text.length, at + 1 + chance(chance(3) === 0 ? 40 : 4));
  const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (chance(8)) {
    case 0:
      return before + after;
    case 1:
      return before + piece + piece + after;
    case 2:
      return before + (pick(words, chance) ?? '') + piece + after;
    case 3:
      return before + (pick(words, chance) ?? '') + after;
    case 4:
      return before + (pick(ODD, chance) ?? '') + after;
    case 5:
      return before + String.fromCharCode(chance(128)) + after;
    case 6: {
      const other = pick(corpus, chance) ?? '';
      return before + other.slice(chance(other.length + 1));
    }
    default: {
      const other = pick(corpus, chance) ?? '';
      const from = chance(other.length + 1);
      return before + other.slice(from, from + 1 + chance(60)) + after;
    }
  }
}

function repeatPiece(text: string, chance: Chance): string {
  const at = chance(text.length + 1);
  const piece = text.slice(at, at + 1 + chance(8));
  const times = piece === '' ? 0 : Math.floor(chance(MAX_REPEATED_LENGTH) / piece.length);
  return text.slice(0, at) + piece.repeat(times) + text.slice(at + piece.length);
}

function pick<T>(items: readonly T[], chance: Chance): T | undefined {
  return items[chance(items.length)];
}
