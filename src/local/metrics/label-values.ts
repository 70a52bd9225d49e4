/** Stands for all values beyond the bound. */
export const OTHER = 'other';

/**
 * Values of a label, so many at most: each pair of a metric and a label value is a time series of its own, and flows and
 * functions have no bound. The first ones keep their names, all later ones share {@link OTHER}.
 */
export class LabelValues {
  readonly #known = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** The value itself, or that of all others. */
  of(value: string): string {
    if (this.#known.has(value)) return value;
    if (this.#known.size >= this.#most) return OTHER;
    this.#known.add(value);
    return value;
  }
}
