import { BrokenPromise } from './log.ts';
import type { World } from './world.ts';

/**
 * The most that an event, an execution and a request may cost; about twice what the dearest of thousands of runs took. A request that
 * is refused may leave a message that looks for its commit for a minute.
 */
const MOST = {
  callsOfEvent: 4,
  // Each load reads the large values of the state, and on some days every text of 24 bytes is one.
  valueReadsOfEvent: 14,
  callsOfExecution: 60,
  callsOfRequest: 80,
  charactersOfCharacter: 4,
  charactersOfExecution: 4_000,
};

/** @throws BrokenPromise when a run has cost more than follows from the number and size of its events. */
export function checkCost({ logs, calls, valueReads, requests, fates }: World): void {
  const all = logs.all();
  for (const { header, written } of all) {
    const most = MOST.charactersOfExecution + MOST.charactersOfCharacter * written.events;
    if (written.records > most)
      throw new BrokenPromise(
        `${header.id.name}: ${written.records} characters for ${written.events} of events`,
      );
  }
  const events = all.reduce((sum, { state }) => sum + state.lastEventId, 0);
  const most =
    MOST.callsOfExecution * all.length + MOST.callsOfRequest * requests + MOST.callsOfEvent * events;
  if (fates.faults.length > 0) return;
  if (calls > most) throw new BrokenPromise(`${calls} calls of the outside for ${events} events`);
  if (valueReads > MOST.valueReadsOfEvent * events)
    throw new BrokenPromise(`${valueReads} reads of large values for ${events} events`);
}
