/** Time series of one metric by one label or two, as the registry of `prom-client` collects them. */
interface Collected {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'histogram';
  readonly aggregator: 'sum';
  readonly values: readonly {
    readonly value: number;
    readonly labels: Readonly<Record<string, string | number>>;
    readonly metricName?: string;
  }[];
}

/** Name and text of a metric, and the names of its labels. */
export interface SeriesOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/**
 * Time series by the values of their labels.
 *
 * `prom-client` hashes and checks labels at every count. Here a count is one look-up, and the labels are put together when
 * the metrics are read: with metrics of its own a server spent a tenth of its time on them.
 */
abstract class Series<T> {
  readonly name: string;
  readonly help: string;
  readonly #labelNames: readonly string[];
  readonly #series = new Map<string, T>();

  constructor({ name, help, labelNames }: SeriesOptions) {
    this.name = name;
    this.help = help;
    this.#labelNames = labelNames;
    if (labelNames.length === 0) this.of('');
  }

  abstract get(): Collected;

  protected abstract empty(): T;

  /** The series of the values of the labels, two with a line feed between. */
  protected of(values: string): T {
    const known = this.#series.get(values);
    if (known !== undefined) return known;
    const added = this.empty();
    this.#series.set(values, added);
    return added;
  }

  protected *all(): Iterable<readonly [labels: Readonly<Record<string, string>>, series: T]> {
    for (const [values, series] of this.#series) {
      const parts = values.split('\n');
      yield [Object.fromEntries(this.#labelNames.map((name, index) => [name, parts[index] ?? ''])), series];
    }
  }
}

/** A count by labels. */
export class CounterSeries extends Series<{ value: number }> {
  add(values: string, count: number): void {
    this.of(values).value += count;
  }

  override get(): Collected {
    const { name, help } = this;
    const values = [...this.all()].map(([labels, { value }]) => ({ labels, value }));
    return { name, help, type: 'counter', aggregator: 'sum', values };
  }

  protected override empty() {
    return { value: 0 };
  }
}

interface Buckets {
  readonly counts: number[];
  sum: number;
  count: number;
}

/** A histogram by labels; `bounds` are the upper ends of its buckets, in order. */
export class HistogramSeries extends Series<Buckets> {
  readonly #bounds: readonly number[];

  constructor(options: SeriesOptions, bounds: readonly number[]) {
    super(options);
    this.#bounds = bounds;
  }

  observe(values: string, value: number): void {
    const buckets = this.of(values);
    const bounds = this.#bounds;
    buckets.sum += value;
    buckets.count += 1;
    for (let at = 0; at < bounds.length; at++) {
      if (value > (bounds[at] as number)) continue;
      buckets.counts[at] = (buckets.counts[at] ?? 0) + 1;
      return;
    }
  }

  override get(): Collected {
    const { name, help } = this;
    const values = [...this.all()].flatMap(([labels, { counts, sum, count }]) => {
      let below = 0;
      const buckets = this.#bounds.map((bound, at) => {
        below += counts[at] ?? 0;
        return { labels: { ...labels, le: bound }, value: below, metricName: `${name}_bucket` };
      });
      return [
        ...buckets,
        { labels: { ...labels, le: '+Inf' }, value: count, metricName: `${name}_bucket` },
        { labels, value: sum, metricName: `${name}_sum` },
        { labels, value: count, metricName: `${name}_count` },
      ];
    });
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }

  protected override empty(): Buckets {
    return { counts: [], sum: 0, count: 0 };
  }
}
