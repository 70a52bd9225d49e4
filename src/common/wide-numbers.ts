/** Whole numbers of fewer digits are exact doubles. */
const WIDE_DIGITS = 16;

/** An exponent of three digits: a number that may be out of range although it is short. */
const LARGE_EXPONENT = /\d[eE]\+?\d{3,}(?:[\s,\]}]|$)/;

const AFTER_NUMBER = /[\s,\]}.eE]/;

/**
 * False when every number of a JSON text is safe in a double, so that the engine's own parser may read it.
 *
 * True may be a mistake where texts inside look like numbers. A sixteenth of the text is looked at for long numbers:
 * a run of 16 digits covers one of every 16 places.
 */
export function mayHoldWideNumbers(text: string): boolean {
  for (let at = WIDE_DIGITS - 1; at < text.length; at += WIDE_DIGITS) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let start = at;
    while (isDigit(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end++;
    if (end - start >= WIDE_DIGITS && isWholeNumber(text, start, end)) return true;
    // The places up to here are digits of the same run.
    at += Math.floor((end - at) / WIDE_DIGITS) * WIDE_DIGITS;
  }
  return LARGE_EXPONENT.test(text);
}

/** Digits before a quote are text; digits behind a point are a fraction, which is never exact. */
function isWholeNumber(text: string, start: number, end: number): boolean {
  if (text.charAt(start - 1) === '.') return false;
  return end === text.length || AFTER_NUMBER.test(text.charAt(end));
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}
