import type { TimerId } from '../../interpreter/command.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { Timers } from '../../ports/timers.ts';
import { Alarm } from './alarm.ts';
import { Heap, type HeapEntry } from './heap.ts';

/** Small on purpose: every waiting execution keeps one in memory. */
interface ArmedTimer extends HeapEntry {
  readonly timers: FlowTimers;
  readonly executionName: string;
  readonly timer: TimerId;
  readonly redrives: number;
  /** The next timer of the same execution. */
  sibling: ArmedTimer | undefined;
}

/** The armed timers of the executions of one flow: the first of each, by the execution's name. */
interface FlowTimers {
  readonly flowId: string;
  readonly firstOf: Map<string, ArmedTimer>;
}

/** Timers in memory; the engine arms them again from the logs when the process starts. */
export class EmbeddedTimers implements Timers {
  readonly #clock: Clock;
  readonly #queue: DispatchQueue;
  readonly #heap = new Heap<ArmedTimer>();
  readonly #flows = new Map<string, FlowTimers>();
  readonly #alarm: Alarm;

  constructor(clock: Clock, queue: DispatchQueue) {
    this.#clock = clock;
    this.#queue = queue;
    this.#alarm = new Alarm(clock, () => this.#fireDue());
  }

  /** A timer armed for another instant fires at both: the later one may be the one that matters. */
  async arm(execution: ExecutionId, timer: TimerId, fireAt: Instant, redrives = 0): Promise<void> {
    const timers = this.#timersOf(execution.flowId);
    const { name: executionName } = execution;
    const first = timers.firstOf.get(executionName);
    for (let known = first; known !== undefined; known = known.sibling) {
      if (known.timer === timer && known.at === fireAt && known.redrives === redrives) return;
    }
    const place = { at: fireAt, position: -1, timers, executionName };
    const armed: ArmedTimer = { ...place, timer, redrives, sibling: first };
    timers.firstOf.set(executionName, armed);
    this.#heap.push(armed);
    this.#alarm.set(this.#heap.peek()?.at);
  }

  async cancelAll({ flowId, name }: ExecutionId, redrives = 0): Promise<void> {
    let armed = this.#flows.get(flowId)?.firstOf.get(name);
    for (; armed !== undefined; armed = armed.sibling) {
      if (armed.redrives > redrives) continue;
      this.#heap.remove(armed);
      this.#unlink(armed);
    }
    this.#alarm.set(this.#heap.peek()?.at);
  }

  /** Fires nothing any more. */
  close(): void {
    this.#alarm.close();
  }

  #fireDue(): void {
    const now = this.#clock.now();
    for (let due = this.#heap.popDue(now); due !== undefined; due = this.#heap.popDue(now)) {
      this.#unlink(due);
      const { timers, executionName, timer, at: dueAt } = due;
      const execution = { flowId: timers.flowId, name: executionName };
      void this.#queue.send({ kind: 'command', execution, command: { type: 'FireTimer', timer, dueAt } });
    }
    this.#alarm.set(this.#heap.peek()?.at);
  }

  #timersOf(flowId: string): FlowTimers {
    const known = this.#flows.get(flowId);
    if (known !== undefined) return known;
    const timers: FlowTimers = { flowId, firstOf: new Map() };
    this.#flows.set(flowId, timers);
    return timers;
  }

  #unlink(fired: ArmedTimer): void {
    const { timers, executionName } = fired;
    const first = timers.firstOf.get(executionName);
    if (first !== fired) {
      for (let armed = first; armed !== undefined; armed = armed.sibling) {
        if (armed.sibling === fired) armed.sibling = fired.sibling;
      }
    } else if (fired.sibling !== undefined) {
      timers.firstOf.set(executionName, fired.sibling);
    } else {
      timers.firstOf.delete(executionName);
      this.#forgetIfEmpty(timers);
    }
  }

  #forgetIfEmpty({ flowId, firstOf }: FlowTimers): void {
    if (firstOf.size === 0) this.#flows.delete(flowId);
  }
}
