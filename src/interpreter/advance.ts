import { cutText } from '../common/cut-text.ts';
import { MAX_CAUSE_CHARACTERS, MAX_ERROR_CHARACTERS } from '../limits.ts';
import type { TimerId } from './command.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { Effect } from './effect.ts';
import { effectOfFrame, finishEffect, watchdogEffect } from './effects.ts';
import type { EventId, ExecutionEvent, Failure, Instant } from './event.ts';
import { excessAfter, refusalOf } from './event-limits.ts';
import { evolve } from './evolve.ts';
import { type NextOptions, nextEvent } from './next-event.ts';
import { type ExecutionState, hasEnded } from './state.ts';

/** By how much the clock of another driver may be ahead, at the very most. */
const LARGEST_SKEW_SECONDS = 60;

/** One decision in the making: the events so far and the state after them. */
export class Advance {
  state: ExecutionState;
  readonly at: Circumstances;
  readonly options: NextOptions;
  readonly #before: ExecutionState;
  readonly #events: ExecutionEvent[] = [];
  readonly #effects: Effect[] = [];
  readonly #touched = new Set<EventId>();
  #againAt: Instant | undefined;

  constructor(state: ExecutionState, at: Circumstances) {
    this.#before = state;
    this.state = state;
    this.at = at;
    this.options = { concurrency: at.limits.concurrency, newToken: at.newToken };
  }

  /** Adds an event; where it or its data would exceed a limit, the execution ends, and no catch policy covers that. */
  emit(event: ExecutionEvent): void {
    if (hasEnded(this.state)) return;
    const { limits } = this.at;
    const refusal = refusalOf(this.state, event, limits);
    if (refusal === undefined) this.#append(event);
    const failure = refusal ?? excessAfter(event, this.state, limits);
    if (failure !== undefined) this.#append({ type: 'ExecutionFailed', failure });
  }

  /** Adds an effect that no event stands for. */
  perform(effect: Effect): void {
    this.#effects.push(effect);
  }

  /**
   * Has a timer that is not due yet come again when it is.
   *
   * To another driver, whose clock is ahead, the same message may be due: what it commits belongs to that message, which
   * therefore must not be deleted while any driver may still have it in hand. One that is due later is armed anew.
   */
  comesEarly(timer: TimerId, fireAt: Instant): void {
    const keptSeconds = this.at.limits.handlerSeconds + LARGEST_SKEW_SECONDS;
    if (fireAt - this.at.now <= keptSeconds * 1000) this.#againAt = fireAt;
    else this.perform({ type: 'StartTimer', timer, fireAt });
  }

  /** Lets everything that is ready go on until it waits, the execution ends, or the commit is full. */
  finish(): Decision {
    const queue = this.#readyFrames();
    for (let at = 0; at < queue.length && !this.#isFull(); at++) this.#run(queue[at] as EventId, queue);
    const againAt = this.#againAt;
    const again = againAt === undefined ? {} : { againAt };
    return { events: this.#events, state: this.state, effects: this.#allEffects(), ...again };
  }

  #append(event: ExecutionEvent): void {
    const kept = 'failure' in event ? { ...event, failure: shortened(event.failure) } : event;
    if ('frame' in kept) this.#touched.add(kept.frame);
    this.#events.push(kept);
    this.state = evolve(this.state, kept, this.at.now, this.at.owner);
  }

  #readyFrames(): EventId[] {
    const frames = this.state.frames.values();
    return frames.filter((frame) => nextEvent(this.state, frame, this.options)).map(({ id }) => id);
  }

  #run(id: EventId, queue: EventId[]): void {
    const parent = this.state.frames.get(id)?.parent;
    while (!this.#isFull()) {
      const frame = this.state.frames.get(id);
      const event = frame && nextEvent(this.state, frame, this.options);
      if (event === undefined) break;
      this.emit(event);
      const opened = this.state.lastEventId;
      if (this.state.frames.get(opened) !== undefined) queue.push(opened);
    }
    if (parent !== undefined && this.state.frames.get(id) === undefined) queue.push(parent);
  }

  #isFull(): boolean {
    return hasEnded(this.state) || this.#events.length >= this.at.limits.commitEvents;
  }

  #allEffects(): Effect[] {
    if (this.state.end !== undefined) return [finishEffect(this.state.end)];
    const effects = [...this.#effects];
    for (const id of this.#touched) {
      const frame = this.state.frames.get(id);
      const effect = frame && effectOfFrame(frame);
      if (effect !== undefined) effects.push(effect);
    }
    if (this.state.watchdog !== undefined && this.state.watchdog !== this.#before.watchdog) {
      effects.push(watchdogEffect(this.state.watchdog.fireAt));
    }
    if (this.#isFull() && this.#readyFrames().length > 0) effects.push({ type: 'GoOn' });
    return effects;
  }
}

/** Failures come from definitions, functions and callers; here all of them enter the log. */
function shortened({ error, cause }: Failure): Failure {
  return { error: cutText(error, MAX_ERROR_CHARACTERS), cause: cutText(cause, MAX_CAUSE_CHARACTERS) };
}
