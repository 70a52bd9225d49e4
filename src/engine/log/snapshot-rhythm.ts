import { stringifyJson } from '../../common/json-text.ts';
import type { ExecutionEvent } from '../../interpreter/event.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import { toSnapshot } from '../../interpreter/snapshot.ts';
import { type ExecutionState, hasEnded } from '../../interpreter/state.ts';

/** A snapshot is worth its bytes only when at least this many have come since the last one. */
const MIN_BYTES_BETWEEN_SNAPSHOTS = 16 * 1024;

/** Says which records carry the folded state, so that all bytes of a log together stay linear. */
export class SnapshotRhythm {
  #bytesSinceSnapshot = 0;
  #snapshotBytes = 0;

  /** After these records of a log, from the one with the newest snapshot to the end. */
  constructor(records: readonly ExecutionRecord[]) {
    for (const { events, snapshot } of records) {
      if (snapshot === undefined) this.#bytesSinceSnapshot += eventBytes(events);
      else this.#snapshotBytes = stringifyJson(snapshot).length;
    }
  }

  /** The snapshot of the next record, if it is to carry one. */
  next(state: ExecutionState, events: readonly ExecutionEvent[]): Pick<ExecutionRecord, 'snapshot'> {
    this.#bytesSinceSnapshot += eventBytes(events);
    const isDue = this.#bytesSinceSnapshot > Math.max(this.#snapshotBytes, MIN_BYTES_BETWEEN_SNAPSHOTS);
    if (!isDue || hasEnded(state)) return {};
    const snapshot = toSnapshot(state);
    this.#snapshotBytes = stringifyJson(snapshot).length;
    this.#bytesSinceSnapshot = 0;
    return { snapshot };
  }
}

/** Approximate bytes of events in the log; exact enough to keep snapshots rare. */
function eventBytes(events: readonly ExecutionEvent[]): number {
  let bytes = 0;
  for (const event of events) {
    bytes += 40;
    if ('output' in event) bytes += event.output.length;
    if ('failure' in event) bytes += event.failure.cause.length;
  }
  return bytes;
}
