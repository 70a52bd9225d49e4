/** A budget that fills up steadily: so many units a second, and so many at once. */
export class Pace {
  readonly #perSecond: number;
  readonly #burst: number;
  #left: number;
  #at = performance.now();

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#left = burst;
  }

  /** Spends units that were used already. @returns milliseconds until the budget is even again, 0 when it is */
  spend(units: number): number {
    const now = performance.now();
    const filled = this.#left + ((now - this.#at) * this.#perSecond) / 1000;
    this.#left = Math.min(this.#burst, filled) - units;
    this.#at = now;
    return this.#left >= 0 ? 0 : (-this.#left * 1000) / this.#perSecond;
  }
}
