/** Longer words are not compared: nobody mistypes them by a letter, and the comparison is quadratic. */
const MAX_COMPARED = 40;

/** Enough to be helpful, few enough to be quick. */
const MAX_CANDIDATES = 100;

/** ` Did you mean "x"?` when one of `candidates` is a few letters away from `word`, else an empty text. */
export function suggest(word: string, candidates: Iterable<string>): string {
  if (word.length > MAX_COMPARED) return '';
  const farthest = Math.min(3, Math.max(1, Math.floor(word.length / 3)));
  const close = [...candidates]
    .filter((candidate) => Math.abs(candidate.length - word.length) <= farthest)
    .slice(0, MAX_CANDIDATES)
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= farthest)
    .sort((one, other) => one.distance - other.distance);
  return close
    .slice(0, 1)
    .map(({ candidate }) => ` Did you mean "${candidate}"?`)
    .join('');
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    let left = index + 1;
    let diagonal = index;
    const next = [left];
    for (const [column, above] of row.slice(1).entries()) {
      left = Math.min(left + 1, above + 1, diagonal + (to.charAt(column) === letter ? 0 : 1));
      diagonal = above;
      next.push(left);
    }
    row = next;
  }
  return Math.min(...row.slice(to.length));
}
