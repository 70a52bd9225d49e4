import type { JsonObject, JsonValue } from '../common/json.ts';
import type { EventId } from './event.ts';
import { openBatches, READING, readsOn } from './reading.ts';
import type { Phase, Results, Tally } from './state.ts';
import type { Started } from './step-handler.ts';

type Fanning = Extract<Phase, { kind: 'fanning' }>;

/** The phase of a step that has just started `total` branches or iterations; none at all is a finished step. */
export function fanOut(started: EventId, total: number): Started {
  if (total === 0) return { phase: { kind: 'finished', local: [] } };
  return { phase: { kind: 'fanning', started, total, next: 0, open: [], results: undefined } };
}

/** The branch or iteration to open next; undefined while no further one may be opened. */
export function nextToOpen(phase: Fanning, concurrency: number, tally?: Tally): number | undefined {
  if (tally !== undefined && readsOn(phase, tally)) return READING;
  if (openBatches(phase, tally) >= (tally?.maxConcurrency ?? concurrency)) return undefined;
  const [again] = tally?.again ?? [];
  return again ?? (phase.next < phase.total ? phase.next : undefined);
}

/** The phase after opening one: the next, or (with `by` 0) one that is run again. */
export function opened(phase: Fanning, frame: EventId, by: 0 | 1 = 1): Fanning {
  return { ...phase, next: phase.next + by, open: [...phase.open, frame] };
}

/** The phase after one has ended with its local; the last one finishes the step, results in order of their indexes. */
export function closed(phase: Fanning, frame: EventId, index: number, local: JsonObject): Phase {
  const open = phase.open.filter((id) => id !== frame);
  const results: Results = { index, local, rest: phase.results };
  if (open.length === 0 && phase.next === phase.total) {
    return { kind: 'finished', local: inOrder(results, phase.total) };
  }
  return { ...phase, open, results };
}

function inOrder(results: Results, total: number): JsonValue[] {
  const locals = new Array<JsonValue>(total);
  for (let at: Results | undefined = results; at !== undefined; at = at.rest) locals[at.index] = at.local;
  return locals;
}
