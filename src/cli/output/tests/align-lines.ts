/** A line of two texts beside each other; undefined where one of them has no such line. */
export interface LinePair {
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

/** Longer texts are put beside each other line by line: the table of their common lines would be too large. */
const MAX_LINES = 1_000;

/** Two texts beside each other, so that as many equal lines as possible meet. */
export function alignLines(expected: readonly string[], actual: readonly string[]): readonly LinePair[] {
  if (expected.length > MAX_LINES || actual.length > MAX_LINES) return lineByLine(expected, actual);
  const common = commonLines(expected, actual);
  const pairs: LinePair[] = [];
  let [left, right] = [0, 0];
  while (left < expected.length || right < actual.length) {
    const isSame = left < expected.length && right < actual.length && expected[left] === actual[right];
    const skipsExpected = at(common, left + 1, right) >= at(common, left, right + 1);
    if (isSame) pairs.push({ expected: expected[left++], actual: actual[right++] });
    else if (left < expected.length && (right === actual.length || skipsExpected))
      pairs.push({ expected: expected[left++], actual: undefined });
    else pairs.push({ expected: undefined, actual: actual[right++] });
  }
  return joinNeighbours(pairs);
}

/** How many lines the rests of both texts, from each pair of lines on, have in common. */
function commonLines(expected: readonly string[], actual: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: expected.length + 1 }, () => new Uint16Array(actual.length + 1));
  for (let left = expected.length - 1; left >= 0; left--) {
    for (let right = actual.length - 1; right >= 0; right--) {
      const row = rows[left] as Uint16Array;
      row[right] =
        expected[left] === actual[right]
          ? at(rows, left + 1, right + 1) + 1
          : Math.max(at(rows, left + 1, right), at(rows, left, right + 1));
    }
  }
  return rows;
}

function at(rows: readonly Uint16Array[], left: number, right: number): number {
  return rows[left]?.[right] ?? 0;
}

/** Lines that only one of the texts has stand in one row where they meet. */
function joinNeighbours(pairs: readonly LinePair[]): readonly LinePair[] {
  const joined: LinePair[] = [];
  let [expected, actual]: [string[], string[]] = [[], []];
  const flush = () => {
    joined.push(...lineByLine(expected, actual));
    [expected, actual] = [[], []];
  };
  for (const pair of pairs) {
    if (pair.expected !== undefined && pair.actual !== undefined) {
      flush();
      joined.push(pair);
    } else if (pair.expected !== undefined) expected.push(pair.expected);
    else if (pair.actual !== undefined) actual.push(pair.actual);
  }
  flush();
  return joined;
}

function lineByLine(expected: readonly string[], actual: readonly string[]): readonly LinePair[] {
  const length = Math.max(expected.length, actual.length);
  return Array.from({ length }, (_, index) => ({ expected: expected[index], actual: actual[index] }));
}
