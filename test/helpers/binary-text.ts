import fc from 'fast-check';

/** The code points that no character has: halves of surrogate pairs. */
const SURROGATES = { first: 0xd800, count: 0x800 };

const LAST_CODE_POINT = 0x10ffff;

/**
 * Any character, as `unit: 'binary'` of `fc.string` draws it for the same seed. That one builds a table of all 1.1 million characters
 * first, which takes a second and 100 MB in each process.
 */
export const character = fc.nat(LAST_CODE_POINT - SURROGATES.count).map(characterAt, placeOf);

/** Texts of any characters, of at most so many. */
export function binaryText(constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: character });
}

function characterAt(place: number): string {
  return String.fromCodePoint(place < SURROGATES.first ? place : place + SURROGATES.count);
}

/** @throws Error for what is no single character, so that it is drawn as several ones */
function placeOf(value: unknown): number {
  const codePoint = typeof value === 'string' ? value.codePointAt(0) : undefined;
  if (codePoint === undefined || String.fromCodePoint(codePoint) !== value)
    throw new Error('not a character');
  return codePoint < SURROGATES.first ? codePoint : codePoint - SURROGATES.count;
}
