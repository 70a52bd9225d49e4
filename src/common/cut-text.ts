/**
 * The text in at most `most` UTF-16 units, with an ellipsis in place of what was cut off; never cut within a
 * surrogate pair.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  const lastUnit = kept.charCodeAt(kept.length - 1);
  const isHalfPair = lastUnit >= 0xd800 && lastUnit < 0xdc00;
  return `${isHalfPair ? kept.slice(0, -1) : kept}…`;
}
