import Elk from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { LayoutEngine } from '../../../../src/graph/place.ts';

let engine: LayoutEngine | undefined;

/** The layout of all pictures, in a thread of its own: large flows take seconds, and the page does not wait for them. */
export function layoutEngine(): LayoutEngine {
  engine ??= new Elk.default({ workerFactory: () => new Worker(workerUrl) });
  return engine;
}
