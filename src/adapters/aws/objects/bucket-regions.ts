import { serviceError } from '../targets/call-failure.ts';

/** Buckets whose regions are kept in mind. */
const MAX_KEPT = 1_000;

/** Tells where a bucket is, in the response to a request to another region. */
const REGION_HEADER = 'x-amz-bucket-region';

/** Statuses of responses that say so: a redirection, and a signature for the wrong region. */
const ELSEWHERE = [301, 307, 400];

/** The regions of buckets, of which a name says nothing: each is found out by its first request. */
export class BucketRegions {
  readonly #home: string;
  readonly #elsewhere = new Map<string, string>();

  constructor(home: string) {
    this.#home = home;
  }

  /** Does something in the region of a bucket. */
  async use<T>(bucket: string, work: (region: string) => Promise<T>): Promise<T> {
    const region = this.#elsewhere.get(bucket) ?? this.#home;
    try {
      return await work(region);
    } catch (error) {
      const told = toldRegion(error);
      if (told === undefined || told === region) throw error;
      this.#keep(bucket, told);
      return await work(told);
    }
  }

  #keep(bucket: string, region: string): void {
    const [oldest] = this.#elsewhere.keys();
    if (this.#elsewhere.size >= MAX_KEPT && oldest !== undefined) this.#elsewhere.delete(oldest);
    this.#elsewhere.set(bucket, region);
  }
}

function toldRegion(error: unknown): string | undefined {
  const { $response } = error as {
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  };
  const { status = 0 } = serviceError(error);
  return ELSEWHERE.includes(status) ? $response?.headers?.[REGION_HEADER] : undefined;
}
