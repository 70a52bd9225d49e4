/** Buckets per doubling: the middle of a bucket is at most 9 % from what is in it. */
const PER_DOUBLING = 4;

/** Counts of durations by bucket. */
export type Durations = Readonly<Partial<Record<number, number>>>;

/** The bucket of a duration: a year of milliseconds is in the 140th. */
export function bucketOf(milliseconds: number): number {
  return Math.max(0, Math.ceil(PER_DOUBLING * Math.log2(Math.max(1, milliseconds))));
}

/** The duration that a share of all, like 0.95, does not exceed, to a tenth; undefined without any. */
export function percentile(durations: Durations, share: number): number | undefined {
  const buckets = Object.entries(durations)
    .map(([bucket, count = 0]) => ({ bucket: Number(bucket), count }))
    .toSorted((one, other) => one.bucket - other.bucket);
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  let below = 0;
  for (const { bucket, count } of buckets) {
    below += count;
    if (below >= share * all) return middleOf(bucket);
  }
  return undefined;
}

function middleOf(bucket: number): number {
  return bucket === 0 ? 1 : Math.round(2 ** ((bucket - 0.5) / PER_DOUBLING));
}
