import type { JsonObject } from '../common/json.ts';
import type { NumberRule } from '../expressions/compare.ts';
import type { Step } from '../flow/flow.ts';
import type { EventId, Instant } from './event.ts';
import type { Phase, Tally } from './state.ts';

/** The values that a step may use when it starts. */
export interface StepStart {
  /** The mapped input. */
  readonly input: JsonObject;
  /** Its StepStarted event. */
  readonly id: EventId;
  readonly now: Instant;
  /** The message under which it started; timers belong to it. */
  readonly owner: string;
  readonly numbers: NumberRule;
}

/** The first phase of a step, the list that it opens right away (a choice's option), if any, and the counts of a map run. */
export interface Started {
  readonly phase: Phase;
  readonly opens?: true;
  readonly tally?: Tally;
}

/** The rule of one step type: the first phase of an entered step. Tasks have events of their own instead. */
export interface StepHandler<S extends Step> {
  start(step: S, at: StepStart): Started;
}

/** A step that is done as soon as it starts, with an empty local. */
export const DONE: Started = { phase: { kind: 'finished', local: {} } };

/** A step whose input does not allow it to start (docs/reference/language.md 6.1). */
export function invalidInput(cause: string): Started {
  return { phase: { kind: 'failing', failure: { error: 'FnF.InvalidInput', cause } } };
}
