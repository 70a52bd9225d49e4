import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { exitFailure } from '../local/functions/call-failure.ts';
import type { CallOutcome, FunctionCall, TargetCall, TaskTargets } from '../ports/task-targets.ts';
import { kindOf } from '../targets/targets.ts';
import { callInProcess, type InProcessFunction } from './call-in-process.ts';
import type { VirtualClock } from './memory/virtual-clock.ts';

/** Finds the function that a task names. @returns undefined when there is none. */
export type FindFunction = (target: FunctionCall['target']) => Promise<InProcessFunction | undefined>;

/** A message that a task sent to a queue or topic. */
export interface SentMessage {
  readonly destination: string;
  readonly body: string;
}

/** Real time that a function with a deadline may take before it counts as hanging. */
const HANGING_AFTER = 100;

/** Task targets for a virtual clock: functions run in this process, messages are kept until a test takes them. */
export class VirtualTargets implements TaskTargets {
  readonly #clock: VirtualClock;
  readonly #find: FindFunction;
  readonly #awake = new Set<Promise<unknown>>();
  /** Calls take turns, so that results come in the order of calls, however long the code takes to load. */
  #latest: Promise<unknown> = Promise.resolve();
  #sent: SentMessage[] = [];

  constructor(clock: VirtualClock, find: FindFunction) {
    this.#clock = clock;
    this.#find = find;
  }

  /** Waits until no function runs but those that hang until time moves on. @returns false when none ran anyway. */
  async becomeIdle(): Promise<boolean> {
    if (this.#awake.size === 0) return false;
    while (this.#awake.size > 0) await Promise.all(this.#awake);
    return true;
  }

  /** Returns the messages that were sent since the last call. */
  takeSent(): readonly SentMessage[] {
    const sent = this.#sent;
    this.#sent = [];
    return sent;
  }

  async call(request: TargetCall): Promise<CallOutcome> {
    if (request.kind === 'function') return this.#invoke(request);
    this.#sent.push({ destination: kindOf(request.target).name(request.target), body: request.body });
    const output = { MessageId: 'm', MessageBodyMD5: 'md5', RequestId: 'r' };
    return { kind: 'succeeded', output: JSON.stringify(output) };
  }

  async #invoke(call: FunctionCall): Promise<CallOutcome> {
    const begun = this.#latest.then(() => this.#begin(call));
    this.#latest = begun;
    const { outcome } = await this.#stayAwake(begun);
    return outcome;
  }

  /** Settles when the function has ended, or hangs: a hanging function must not hold up the next call. */
  async #begin({ target, event, deadlineAt }: FunctionCall): Promise<{ outcome: Promise<CallOutcome> }> {
    // One turn of the event loop, in which all consequences of the call before happen.
    await nextTurn();
    const run = await this.#find(target);
    const outcome = run === undefined ? notFound(target) : callInProcess(run, event);
    if (deadlineAt === undefined) await outcome;
    else if ((await Promise.race([outcome, sleep(HANGING_AFTER)])) === undefined) {
      return { outcome: Promise.race([outcome, this.#after(deadlineAt)]) };
    }
    return { outcome };
  }

  async #stayAwake<T>(work: Promise<T>): Promise<T> {
    this.#awake.add(work);
    return work.finally(() => this.#awake.delete(work));
  }

  /** A second past the deadline, so that the engine's own timer is the one that ends the task. */
  #after(deadlineAt: number): Promise<CallOutcome> {
    return new Promise((resolve) => {
      this.#clock.schedule(deadlineAt + 1_000, () => resolve({ kind: 'failed', failure: exitFailure() }));
    });
  }
}

async function notFound({ resourceArn }: FunctionCall['target']): Promise<CallOutcome> {
  return { kind: 'failed', failure: { error: 'FC.FunctionNotFound', cause: resourceArn } };
}
