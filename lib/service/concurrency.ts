import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The settings about the account's concurrency. */
export interface ConcurrencySettings {
  /** Functions that the account may run at the same time. */
  readonly concurrency: number;
  /** Drivers that may run at the same time. @default 100, or half of the account's concurrency */
  readonly drivers?: number;
  /** True when workers may wait for messages in the original's protocol. */
  readonly mns: boolean;
}

/** The shares of the account's concurrency. */
export interface Shares {
  /** Kept for the API, so that neither drivers nor functions that tasks call can take it; undefined where too little is there. */
  readonly api: number | undefined;
  /** Kept for workers that wait for messages in the original's protocol, and all that they can take. */
  readonly workers: number | undefined;
  readonly drivers: number;
  /** Drivers for replies of functions beside those for dispatch messages: they wait for nothing. */
  readonly replies: number;
}

/** Lambda refuses reservations that leave fewer to all other functions. */
const UNRESERVED = 100;

/** Share of the API, at most. */
const MOST_FOR_API = 50;

/** Share of the workers that wait, at most: each takes one while it waits. */
const MOST_FOR_WORKERS = 100;

const DEFAULT_DRIVERS = 100;

/** Shares the account's concurrency between the API, workers, drivers and the functions of tasks; warns where it is little. */
export function shareConcurrency(scope: Construct, settings: ConcurrencySettings): Shares {
  const { concurrency, drivers, mns } = settings;
  const warn = (id: string, message: string) =>
    Annotations.of(scope).addWarningV2(`fdl-on-aws:${id}`, message);
  const api = Math.min(MOST_FOR_API, Math.floor(concurrency / 10));
  const workers = mns ? Math.min(MOST_FOR_WORKERS, Math.floor(concurrency / 10)) : 0;
  const reserved = api + workers;
  const canReserve = concurrency - reserved >= UNRESERVED;
  if (!canReserve)
    warn(
      'noReservation',
      `Nothing is reserved for the API: Lambda keeps ${UNRESERVED} of the account's ${concurrency} functions at once for all. Have the quota "Concurrent executions" raised before many flows run.`,
    );
  const left = canReserve ? concurrency - reserved : concurrency;
  const half = Math.max(2, Math.floor(left / 2));
  const wanted = drivers ?? Math.min(DEFAULT_DRIVERS, half);
  if (wanted > half)
    warn(
      'manyDrivers',
      `${wanted} drivers may take more than half of the ${left} functions at once that the account has beside the API; what tasks call runs on the rest.`,
    );
  return {
    api: canReserve ? api : undefined,
    workers: canReserve ? workers : undefined,
    drivers: Math.max(2, Math.min(wanted, left)),
    replies: Math.max(2, Math.floor(Math.min(wanted, left) / 2)),
  };
}
