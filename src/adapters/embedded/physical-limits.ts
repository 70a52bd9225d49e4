import type { PhysicalLimits } from '../../ports/physical-limits.ts';

/** One process on one disk: a larger commit would keep the others waiting. A handler lives as long as its task. */
export const EMBEDDED_LIMITS: PhysicalLimits = {
  commitBytes: 128 * 1024,
  inlineBytes: 256 * 1024,
  responseBytes: 32 * 1024 * 1024,
  openBytes: 256 * 1024 * 1024,
  arrivingBytes: Number.POSITIVE_INFINITY,
  pageBatches: 1_000,
  delaySeconds: 900,
  handlerSeconds: Number.POSITIVE_INFINITY,
};
