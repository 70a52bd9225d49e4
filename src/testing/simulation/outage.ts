import { Random } from './random.ts';

/** A port that refuses every call for a while, as when a role has lost a permission; in milliseconds after the first start. */
export interface Outage {
  readonly port: string;
  readonly from: number;
  readonly until: number;
}

/** Receives after which a message is put aside, as `lib/service/dispatch-queue.ts` has it. */
export const MAX_RECEIVES = 20;

/** How long after a message was put aside an operator moves it back, whether the cause is gone or not. */
export const REDRIVE_MILLISECONDS = 300_000;

/** Long enough for messages to be put aside: each comes back within a minute. */
const LENGTH_MILLISECONDS = 25 * 60_000;

/** By how much an outage may delay a message: it may be put aside anew at its end, and be moved back then. */
export const OUTAGE_SETBACK_MILLISECONDS = LENGTH_MILLISECONDS + MAX_RECEIVES * 60_000 + REDRIVE_MILLISECONDS;

const PORTS = ['targets', 'executions', 'timers', 'flows', 'queue'] as const;

/** The outage of a seed's day, if it has one: one in ten. Drawn apart, so that all else is as without it. */
export function outageOf(seed: number): Outage | undefined {
  const random = new Random(~seed);
  if (!random.chance(0.1)) return undefined;
  const from = random.below(random.pick([5, 200, 5_000]));
  return { port: random.pick(PORTS), from, until: from + LENGTH_MILLISECONDS };
}
