import { type Outage, outageOf } from './outage.ts';
import { Random } from './random.ts';

/**
 * Where it all happens: `aws` is several processes over data and messages that outlive them; `embedded` is one process,
 * with which most messages and all timers are gone.
 */
export const SIMULATED_HOMES = ['aws', 'embedded'] as const;

/** One of {@link SIMULATED_HOMES}. */
export type SimulatedHome = (typeof SIMULATED_HOMES)[number];

/** A fault of one call of the outside; `die…` ends the calling process, `throttle` refuses it for now. */
export type Fault = 'failBefore' | 'failAfter' | 'dieBefore' | 'dieAfter' | 'throttle';

/** How one call of the outside goes: milliseconds until it takes effect, then until its result is there. */
export interface CallFate {
  readonly before: number;
  readonly after: number;
  readonly fault?: Fault;
  /** Whether the call takes effect although its process has died while it was on its way. */
  readonly survives: boolean;
}

/** How one delivery of a message goes. */
export interface DeliveryFate {
  /** Milliseconds until a process gets it. */
  readonly after: number;
  /** No process gets it, so that it comes back; or a second process gets it as well, some time later. */
  readonly kind: 'once' | 'dropped' | 'twice';
  readonly copyAfter: number;
  /** The handler must hand over after so many milliseconds. */
  readonly handOverIn?: number;
  /** False when the handler's claim lapses while it is still at work. */
  readonly isKept: boolean;
  /** Seconds after which the message comes back when its handler throws. */
  readonly retryInSeconds: number;
}

/** When a worker reports a token, in milliseconds after it was made; the first report is the genuine one. */
export interface ReportFate {
  readonly after: number;
  readonly repeatAfter?: number;
}

/** When the outcome of a function comes for which no driver waits, in milliseconds after its call. */
export interface ReplyFate {
  readonly after: number;
  /** It never comes. */
  readonly isLost: boolean;
  /** It comes a second time, so much later. */
  readonly repeatAfter?: number;
}

/** Decides everything that is left to chance; the scheduler asks in the order in which things happen. */
export interface Fates {
  readonly home: SimulatedHome;
  readonly processes: number;
  /** The faults so far, in order: the fault and, of a call, its name. */
  readonly faults: readonly string[];
  /** The port that refuses every call for a while; undefined on most days. */
  readonly outage: Outage | undefined;
  skew(): number;
  /** How far a list lags behind, in milliseconds. */
  lag(): number;
  call(name: string): CallFate;
  delivery(): DeliveryFate;
  report(): ReportFate;
  /** How long a function works. */
  work(): number;
  /** How the outcome of a function comes; undefined where its driver waits for it. */
  reply(): ReplyFate | undefined;
  /** One of `count` equals. */
  choose(count: number): number;
}

const ONCE: DeliveryFate = { after: 1, kind: 'once', copyAfter: 0, isKept: true, retryInSeconds: 1 };

/** A day on which nothing goes wrong but the calls that `faults` names by their number from 0. */
export class PlannedFates implements Fates {
  readonly processes = 1;
  /** Names of all calls so far, in order. */
  readonly calls: string[] = [];
  readonly faults: string[] = [];
  readonly home: SimulatedHome;
  readonly outage: Outage | undefined;
  readonly #faults: ReadonlyMap<number, Fault>;

  constructor(
    faults: ReadonlyMap<number, Fault> = new Map(),
    home: SimulatedHome = 'aws',
    outage: Outage | undefined = undefined,
  ) {
    this.#faults = faults;
    this.home = home;
    this.outage = outage;
    if (outage !== undefined) this.faults.push('outage');
  }

  skew(): number {
    return 0;
  }

  lag(): number {
    return 0;
  }

  call(name: string): CallFate {
    const fault = this.#faults.get(this.calls.push(name) - 1);
    if (fault !== undefined) this.faults.push(`${fault} ${name}`);
    const survives = this.home === 'aws';
    return { before: 1, after: 1, survives, ...(fault !== undefined && { fault }) };
  }

  delivery(): DeliveryFate {
    return ONCE;
  }

  report(): ReportFate {
    return { after: 500 };
  }

  work(): number {
    return 100;
  }

  reply(): ReplyFate | undefined {
    return undefined;
  }

  choose(): number {
    return 0;
  }
}

/** Faults that a run of random fates may have; then it calms down, so that every run ends. */
const MAX_FAULTS = 40;

const FAULTS: readonly Fault[] = ['failBefore', 'failAfter', 'dieBefore', 'dieAfter', 'throttle'];

/** An outcome that comes after so long is too late: its task has failed for the lack of one. */
export const LATE_MILLISECONDS = 120_000;

/** Calls of one port that are refused in a row. */
export const LONGEST_THROTTLING = 8;

/**
 * A day as the seed will have it. The seed also draws how bad a day it is; `spared` names the faults, by their number
 * from 0, that do not happen after all.
 */
export class RandomFates implements Fates {
  readonly home: SimulatedHome;
  readonly processes: number;
  readonly outage: Outage | undefined;
  /** `spared` counts in this list. */
  readonly faults: string[] = [];
  readonly #random: Random;
  readonly #spared: ReadonlySet<number>;
  /** Calls yet to be refused, by port. */
  readonly #throttled = new Map<string, number>();
  readonly #rate: number;
  readonly #slowness: number;
  readonly #skews: number;
  readonly #replies: Random;
  readonly #repliesLater: boolean;

  constructor(seed: number, spared: ReadonlySet<number> = new Set(), home: SimulatedHome = 'aws') {
    this.#random = new Random(seed);
    this.#spared = spared;
    this.home = home;
    const processes = 1 + this.#random.below(3);
    this.processes = home === 'aws' ? processes : 1;
    this.#rate = this.#random.pick([0, 0.01, 0.03, 0.1, 0.3]);
    this.#slowness = this.#random.pick([0, 0.02, 0.2]);
    this.#skews = this.#random.pick([0, 0, 100, 3_000]);
    this.#replies = new Random(~seed);
    this.#repliesLater = this.#replies.chance(0.4) && home === 'aws';
    const outage = this.#rate > 0 ? outageOf(seed) : undefined;
    this.outage = outage !== undefined && this.#happens('outage') ? outage : undefined;
  }

  skew(): number {
    return this.#skews === 0 ? 0 : this.#random.below(2 * this.#skews) - this.#skews;
  }

  lag(): number {
    return this.#slowness === 0 || this.home === 'embedded' ? 0 : this.#random.below(5_000);
  }

  call(name: string): CallFate {
    const isFaulty = this.#random.chance(this.#rate);
    const fault = this.#random.pick(FAULTS);
    const [before, after, mayDoWithout] = [this.#latency(), this.#latency(), this.#random.chance(0.5)];
    const fate = { before, after, survives: mayDoWithout && this.home === 'aws' };
    if (this.#isThrottled(name)) return { ...fate, fault: 'throttle' };
    if (!isFaulty || !this.#happens(`${fault} ${name}`)) return fate;
    if (fault === 'throttle') this.#throttled.set(portOf(name), this.#random.below(LONGEST_THROTTLING));
    return { ...fate, fault };
  }

  delivery(): DeliveryFate {
    const random = this.#random;
    if (this.home === 'embedded')
      return { ...ONCE, after: this.#latency(), retryInSeconds: random.below(60) };
    const isOdd = random.chance(this.#rate);
    const kind = random.pick(['dropped', 'twice'] as const);
    const handOverIn = random.chance(this.#rate) ? random.below(random.pick([20, 500, 20_000])) : undefined;
    const isLapsing = random.chance(this.#rate / 2);
    return {
      after: this.#latency(),
      kind: isOdd && this.#happens(kind) ? kind : 'once',
      copyAfter: random.below(random.pick([20, 500, 30_000])),
      ...(handOverIn !== undefined && this.#happens('handOver') && { handOverIn }),
      isKept: !(isLapsing && this.#happens('lapse')),
      retryInSeconds: random.below(60),
    };
  }

  report(): ReportFate {
    const random = this.#random;
    const after = random.pick([0, 5, 200, 20_000]) + random.below(20);
    return { after, ...(random.chance(0.3) && { repeatAfter: random.pick([1, 500, 100_000]) }) };
  }

  work(): number {
    return this.#random.pick([1, 20, 1_000, 90_000]) + this.#random.below(20);
  }

  /** On some days no driver waits for functions: their outcomes come early, late, twice or never. */
  reply(): ReplyFate | undefined {
    if (!this.#repliesLater) return undefined;
    const random = this.#replies;
    const after = random.pick([0, 5, 1_000, 90_000, LATE_MILLISECONDS]) + random.below(20);
    const repeatAfter = random.chance(0.3) ? random.pick([1, 500, LATE_MILLISECONDS]) : undefined;
    const isLost = random.chance(this.#rate) && this.#happens('lost reply');
    return {
      after: after >= LATE_MILLISECONDS && !this.#happens('late reply') ? 20 : after,
      isLost,
      ...(repeatAfter !== undefined && { repeatAfter }),
    };
  }

  choose(count: number): number {
    return this.#random.below(count);
  }

  #isThrottled(name: string): boolean {
    const left = this.#throttled.get(portOf(name)) ?? 0;
    if (left > 0) this.#throttled.set(portOf(name), left - 1);
    return left > 0;
  }

  #latency(): number {
    return this.#random.chance(this.#slowness) ? this.#random.below(3_000) : 1 + this.#random.below(12);
  }

  #happens(what: string): boolean {
    if (this.faults.length >= MAX_FAULTS) return false;
    return !this.#spared.has(this.faults.push(what) - 1);
  }
}

function portOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
