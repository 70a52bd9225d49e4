/** The middle value; of an even number the mean of both. */
export function median(values: readonly number[]): number {
  return (quantile(values, 0.5) + quantile(values, 0.5, 'above')) / 2;
}

/** The smallest value that at least this share of all do not exceed; `above`: that this share do not reach. */
export function quantile(values: readonly number[], share: number, side: 'at' | 'above' = 'at'): number {
  const sorted = values.toSorted((one, other) => one - other);
  const rank = side === 'at' ? Math.ceil(share * sorted.length) - 1 : Math.floor(share * sorted.length);
  return sorted[Math.min(Math.max(rank, 0), sorted.length - 1)] ?? Number.NaN;
}
