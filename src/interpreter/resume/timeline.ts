import type { EventId, ExecutionEvent, Instant, Undone } from '../event.ts';
import { evolve } from '../evolve.ts';
import { running, stepOf } from '../frames.ts';
import { type ExecutionState, type Frame, frameOf } from '../state.ts';

/** One entry of a step, as a log tells it. */
export interface StepEntry {
  /** Its StepEntered event. */
  readonly id: EventId;
  readonly frame: EventId;
  readonly name: string;
  /** Names of the steps around it and its own, with the positions of options, branches and iterations between them. */
  readonly path: string;
  /** The same for every iteration: the path with `*` in place of its position. */
  readonly place: string;
  /** How often its task was called. */
  readonly calls: number;
  /** The event that left it; absent while it has not ended well. */
  readonly leftBy?: EventId;
}

/** A list of steps that was entered. */
interface KnownList {
  readonly parent: EventId | undefined;
  readonly path: string;
  readonly place: string;
}

/** A whole log folded: the state after each of its events, and every entry of a step. */
export class Timeline {
  readonly #states: ExecutionState[];
  readonly #events: ExecutionEvent[] = [];
  readonly #lists = new Map<EventId, KnownList>();
  readonly #entries = new Map<EventId, StepEntry>();

  /** Without any event; `initial` knows the definitions that the log names. */
  constructor(initial: ExecutionState) {
    this.#states = [initial];
  }

  /** Adds the next event of the log. @throws CorruptLog when it cannot follow */
  add(event: ExecutionEvent, at: Instant, owner: string): void {
    const before = this.last;
    const after = evolve(before, event, at, owner);
    this.#events.push(event);
    this.#states.push(after);
    const opened = after.frames.get(after.lastEventId);
    if (opened !== undefined) this.#addList(opened, after);
    if ('undone' in event) this.#forget(event.undone);
    if (!('frame' in event)) return;
    if (event.type === 'StepEntered') this.#addEntry(before, event.frame);
    const entry = this.#entries.get(before.frames.get(event.frame)?.active?.entry ?? 0);
    if (entry === undefined) return;
    if (event.type === 'TaskStarted') this.#entries.set(entry.id, { ...entry, calls: entry.calls + 1 });
    if (event.type === 'StepExited') this.#entries.set(entry.id, { ...entry, leftBy: after.lastEventId });
  }

  /** The state after the newest event. */
  get last(): ExecutionState {
    return this.#states.at(-1) as ExecutionState;
  }

  /** Entries that count, in the order in which they were made: none of those that a later event has undone. */
  get entries(): readonly StepEntry[] {
    return [...this.#entries.values()];
  }

  /** The state after an event that is in the log. */
  stateAfter(id: EventId): ExecutionState {
    return this.#states[id] as ExecutionState;
  }

  /** Undefined when the log has no such event. */
  event(id: EventId): ExecutionEvent | undefined {
    return this.#events[id - 1];
  }

  /** The list that was opened by an event, as it was after another. */
  listAfter(frame: EventId, id: EventId): Frame | undefined {
    return this.stateAfter(id).frames.get(frame);
  }

  /** The newest event after which a list was as `is` says, which it has been. */
  newest(frame: EventId, is: (list: Frame | undefined) => boolean): EventId {
    let id = this.last.lastEventId;
    while (!is(this.listAfter(frame, id))) id--;
    return id;
  }

  /** True when one of the stretches takes back an event of a list. */
  isUndone(frame: EventId, event: EventId, undone: readonly Undone[]): boolean {
    if (undone.some((stretch) => stretch.frame === frame && event > stretch.after)) return true;
    const parent = this.#lists.get(frame)?.parent;
    return parent !== undefined && this.isUndone(parent, event, undone);
  }

  #addList({ id, parent, index }: Frame, state: ExecutionState): void {
    if (parent === undefined) {
      this.#lists.set(id, { parent, path: '', place: '' });
      return;
    }
    const around = running(frameOf(state, parent));
    const { phase } = around.active;
    const entry = this.#entries.get(around.active.entry) as StepEntry;
    const position = phase.kind === 'choosing' ? phase.option : index;
    const isIteration = stepOf(around).type === 'foreach';
    this.#lists.set(id, {
      parent,
      path: `${entry.path}/${position}/`,
      place: `${entry.place}/${isIteration ? '*' : position}/`,
    });
  }

  #addEntry(before: ExecutionState, frame: EventId): void {
    const { name } = stepOf(frameOf(before, frame));
    const { path, place } = this.#lists.get(frame) as KnownList;
    const id = before.lastEventId + 1;
    this.#entries.set(id, {
      id,
      frame,
      name,
      path: path + name,
      place: place + name,
      calls: 0,
    });
  }

  #forget(undone: readonly Undone[]): void {
    for (const { leftBy, ...entry } of this.#entries.values()) {
      if (this.isUndone(entry.frame, entry.id, undone)) this.#entries.delete(entry.id);
      else if (leftBy !== undefined && this.isUndone(entry.frame, leftBy, undone)) {
        this.#entries.set(entry.id, entry);
      }
    }
  }
}
