/** Something of the home that definitions may name. */
export interface KnownTarget {
  /** The text by which a definition names it: `acs:fc:::services/shop/functions/pack`. */
  readonly arn: string;
  /** Where it is found, to be shown beside it: `functions/shop/pack.ts`. */
  readonly from?: string;
}

/** As much as an editor knows of the home that a definition is written for. */
export interface KnownOfHome {
  /** The targets that tasks may call: functions, queues, topics and flows. */
  readonly targets: readonly KnownTarget[];
  /** Names of flows. */
  readonly flows: readonly string[];
}

/** A home of which nothing is known. */
export const NOTHING_KNOWN: KnownOfHome = { targets: [], flows: [] };
