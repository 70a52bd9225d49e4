import type { PhysicalLimits } from '../../ports/physical-limits.ts';

/** Memory has no limits of its own; these are as tight as those of any home, so that tests meet them. */
export const MEMORY_LIMITS: PhysicalLimits = {
  commitBytes: 128 * 1024,
  inlineBytes: 64 * 1024,
  responseBytes: 32 * 1024 * 1024,
  openBytes: 48 * 1024 * 1024,
  arrivingBytes: 48 * 1024 * 1024,
  pageBatches: 1_000,
  delaySeconds: 900,
  handlerSeconds: 900,
};
