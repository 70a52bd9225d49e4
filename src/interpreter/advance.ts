import { cutText } from '../common/cut-text.ts';
import { MAX_CAUSE_CHARACTERS, MAX_ERROR_CHARACTERS } from '../limits.ts';
import type { TimerId } from './command.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { Effect } from './effect.ts';
import { effectOfFrame, finishEffect, heartbeatsEffect, stopsOfTimedOut, watchdogEffect } from './effects.ts';
import type { EventId, ExecutionEvent, Instant } from './event.ts';
import { excessAfter, failingInstead, lastEventFailure, resultFailure } from './event-limits.ts';
import { evolve } from './evolve.ts';
import { type NextOptions, nextEvent } from './next-event.ts';
import { type ExecutionState, hasEnded } from './state.ts';

/** Largest lead of another driver's clock that is allowed for. */
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

  /**
   * Adds an event. Where its data exceed the limit, the step fails instead, which catch policies of a task may cover; the
   * execution ends where it has as many events as it may.
   */
  emit(event: ExecutionEvent): void {
    if (hasEnded(this.state)) return;
    const { limits } = this.at;
    const before = this.state;
    const last = lastEventFailure(before, event, limits);
    const refused = last ?? resultFailure(before, event, limits);
    const after = refused === undefined ? this.#after(event) : undefined;
    const failure = refused ?? (after && excessAfter(event, after, limits));
    const isFinal = last !== undefined || !limits.dataFailsStep;
    if (after !== undefined && (failure === undefined || isFinal)) this.#add(event, after);
    if (failure === undefined) return;
    const ending: ExecutionEvent = { type: 'ExecutionFailed', failure };
    for (const instead of isFinal ? [ending] : failingInstead(event, failure)) this.#append(instead);
  }

  /** Adds an effect that no event stands for. */
  perform(effect: Effect): void {
    this.#effects.push(effect);
  }

  /**
   * Brings a timer that is not due yet back when it is.
   *
   * For another driver, whose clock is ahead, the same message may be due. That driver's commit belongs to the message, so
   * the message must not be deleted while any driver may still have it. A timer that is due later is armed anew.
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
    this.#add(event, this.#after(event));
  }

  #after(event: ExecutionEvent): ExecutionState {
    return evolve(this.state, shortened(event), this.at.now, this.at.owner);
  }

  #add(event: ExecutionEvent, after: ExecutionState): void {
    const kept = shortened(event);
    if ('frame' in kept) this.#touched.add(kept.frame);
    this.#events.push(kept);
    this.state = after;
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
    if (this.state.heartbeats !== undefined && this.state.heartbeats !== this.#before.heartbeats) {
      effects.push(heartbeatsEffect(this.state.heartbeats));
    }
    const known = new Set(this.#before.left);
    effects.push(...stopsOfTimedOut(this.state.left?.filter((run) => !known.has(run))));
    if (this.#isFull() && this.#readyFrames().length > 0) effects.push({ type: 'GoOn' });
    return effects;
  }
}

/** The event with its failure cut to the lengths that are kept. All failures (of definitions, functions, callers) enter the log here. */
function shortened(event: ExecutionEvent): ExecutionEvent {
  if (!('failure' in event)) return event;
  const { error, cause } = event.failure;
  const failure = {
    error: cutText(error, MAX_ERROR_CHARACTERS),
    cause: cutText(cause, MAX_CAUSE_CHARACTERS),
  };
  return { ...event, failure };
}
