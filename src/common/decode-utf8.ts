/** The text in some bytes, or why they hold none: a phrase to follow the name of the source. */
export type DecodedText = { readonly text: string } | { readonly problem: string };

/**
 * Decodes UTF-8; a byte order mark at the begin is no part of the text.
 *
 * Other bytes are refused with their place: no replacement character would be the text that the author meant.
 */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  if (isUtf16(bytes)) return { problem: 'is UTF-16, not UTF-8; save it as UTF-8' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: describe(bytes, soundBytes(bytes)) };
  }
}

/** The marks of UTF-16, and its ASCII characters: no text has NUL among its first two bytes. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return true;
  if (first === 0xfe && second === 0xff) return true;
  return bytes.length > 1 && (first === 0) !== (second === 0);
}

/** How many bytes at the begin are UTF-8, found in as many steps as their number has binary digits. */
function soundBytes(bytes: Uint8Array): number {
  let sound = 0;
  let unsound = bytes.length + 1;
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) sound = middle;
    else unsound = middle;
  }
  // The last of them may begin a character that does not go on.
  while (!isUtf8(bytes.subarray(0, sound), false)) sound--;
  return sound;
}

function isUtf8(bytes: Uint8Array, mayGoOn: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: mayGoOn });
    return true;
  } catch {
    return false;
  }
}

function describe(bytes: Uint8Array, at: number): string {
  const before = new TextDecoder().decode(bytes.subarray(0, at));
  const place = `line ${before.split('\n').length}, column ${before.length - before.lastIndexOf('\n')}`;
  const byte = [...bytes.subarray(at, at + 1)].map((value) => value.toString(16).toUpperCase());
  return `is not UTF-8: byte ${at + 1} (0x${byte}), at ${place}, belongs to no character`;
}
