import { type Fates, LONGEST_THROTTLING } from './fates.ts';
import { OUTAGE_SETBACK_MILLISECONDS } from './outage.ts';

/** How long it may take until an execution is stopped, on a day without faults. */
const CALM_MILLISECONDS = 300_000;

/** By how much a message may be delayed by a call that fails, or by a process that dies with it. */
const SETBACK_MILLISECONDS = 130_000;

/** How long it may take until an execution is stopped: all that went wrong may have delayed one message after the other. */
export function longestStop({ faults }: Fates): number {
  return faults.map(setback).reduce((sum, milliseconds) => sum + milliseconds, CALM_MILLISECONDS);
}

function setback(fault: string): number {
  if (fault === 'outage') return OUTAGE_SETBACK_MILLISECONDS;
  return SETBACK_MILLISECONDS * (fault.startsWith('throttle') ? LONGEST_THROTTLING : 1);
}
