import type { Command, TaskId } from '../../interpreter/command.ts';
import type { InvokeTask, OutsideEffect } from '../../interpreter/effect.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { performEffect } from '../perform/perform-effect.ts';
import type { Postponed } from '../perform/postponed.ts';
import type { EngineServices } from '../services.ts';
import { HeldRoom } from './result-room.ts';

/**
 * Called with each command that follows from an effect, and for each effect that must wait. The room that a result has taken is the
 * receiver's to give back.
 */
export type OnOutcome = (outcome: Command | Postponed, room: HeldRoom) => void;

/** Performs effects of one execution side by side, none of them twice. */
export class EffectRunner {
  readonly #services: EngineServices;
  readonly #log: ExecutionLog;
  readonly #onOutcome: OnOutcome;
  readonly #begun = new Set<string>();
  readonly #underway = new Set<string>();
  #running = 0;
  #fault: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  /** The targets of `called` have a call. */
  constructor(services: EngineServices, log: ExecutionLog, called: readonly TaskId[], onOutcome: OnOutcome) {
    this.#services = services;
    this.#log = log;
    this.#onOutcome = onOutcome;
    for (const task of called) this.#underway.add(this.#keyOf({ type: 'InvokeTask', task }));
    for (const key of this.#underway) this.#begun.add(key);
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }

  /** Begins an effect, unless it was begun before. */
  begin(effect: OutsideEffect): void {
    const key = this.#keyOf(effect);
    if (this.#begun.has(key)) return;
    this.#begun.add(key);
    void this.#run(effect);
  }

  /** True for the call of a task whose outcome comes later. */
  isUnderway(effect: InvokeTask): boolean {
    return this.#underway.has(this.#keyOf(effect));
  }

  /** Resolves when the next of those that run has ended. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  get hasFault(): boolean {
    return this.#fault !== undefined;
  }

  /** Tells of the first fault, whose message does not come back. */
  logFault(message: MessageId): void {
    const reason = String(this.#fault?.error);
    this.#services.logger.error('what failed is tried again under another message', { message, reason });
  }

  /** @throws the first fault of an adapter, if there was one */
  throwFault(): void {
    if (this.#fault !== undefined) throw this.#fault.error;
  }

  async #run(effect: OutsideEffect): Promise<void> {
    this.#running++;
    const room = new HeldRoom(this.#services);
    try {
      const outcome = await performEffect(this.#services, this.#log, effect, room);
      if (outcome === undefined) return;
      if ('kind' in outcome && outcome.kind === 'underway') this.#underway.add(this.#keyOf(effect));
      else this.#onOutcome(outcome, room);
    } catch (error) {
      room.release();
      this.#fault ??= { error };
    } finally {
      this.#running--;
      this.#wake();
    }
  }

  #keyOf(effect: Named): string {
    return `${this.#log.state.redrives} ${keyOf(effect)}`;
  }
}

/** An effect, as far as its key tells it from others. */
type Named = Exclude<OutsideEffect, InvokeTask> | Pick<InvokeTask, 'type' | 'task'>;

/** The same for a repeat of the same effect, different for every other effect of the execution. */
function keyOf(effect: Named): string {
  switch (effect.type) {
    case 'InvokeTask':
    case 'StopChild':
      return `${effect.type} ${effect.task.entry} ${effect.task.attempt}`;
    case 'StartTimer':
      return `timer ${effect.timer} ${effect.fireAt}`;
    default:
      return effect.type;
  }
}
