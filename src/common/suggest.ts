/** Longer words are not compared: a slip of one letter in them is unlikely, and the comparison is quadratic. */
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

/** Letters to insert, delete, replace or swap with their neighbours. */
function editDistance(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from.charAt(line - 1) === to.charAt(column - 1);
      const isSwap =
        from.charAt(line - 1) === to.charAt(column - 2) && from.charAt(line - 2) === to.charAt(column - 1);
      next.push(
        Math.min(
          cell(row, column) + 1,
          cell(next, column - 1) + 1,
          cell(row, column - 1) + (isSame ? 0 : 1),
          isSwap ? cell(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return cell(row, to.length);
}

/** Every row has a number for every column, and a swap is only found from the second on. */
function cell(row: readonly number[], column: number): number {
  return row[column] as number;
}
