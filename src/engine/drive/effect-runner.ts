import type { Command } from '../../interpreter/command.ts';
import type { OutsideEffect } from '../../interpreter/effect.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { performEffect } from '../perform/perform-effect.ts';
import type { Postponed } from '../perform/postponed.ts';
import type { EngineServices } from '../services.ts';

/** Performs effects of one execution side by side, none of them twice. */
export class EffectRunner {
  readonly #services: EngineServices;
  readonly #log: ExecutionLog;
  readonly #onOutcome: (outcome: Command | Postponed) => void;
  readonly #begun = new Set<string>();
  #running = 0;
  #fault: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  /** Calls `onOutcome` with each command that follows from an effect, and for each effect that must wait. */
  constructor(
    services: EngineServices,
    log: ExecutionLog,
    onOutcome: (outcome: Command | Postponed) => void,
  ) {
    this.#services = services;
    this.#log = log;
    this.#onOutcome = onOutcome;
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }

  /** Begins an effect, unless it was begun before. */
  begin(effect: OutsideEffect): void {
    const key = `${this.#log.state.redrives} ${keyOf(effect)}`;
    if (this.#begun.has(key)) return;
    this.#begun.add(key);
    void this.#run(effect);
  }

  /** Resolves when the next of those that run has ended. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** @throws the first fault of an adapter, if there was one */
  throwFault(): void {
    if (this.#fault !== undefined) throw this.#fault.error;
  }

  async #run(effect: OutsideEffect): Promise<void> {
    this.#running++;
    try {
      const outcome = await performEffect(this.#services, this.#log, effect);
      if (outcome !== undefined) this.#onOutcome(outcome);
    } catch (error) {
      this.#fault ??= { error };
    }
    this.#running--;
    this.#wake();
  }
}

/** The same for a repeat of the same effect, different for every other effect of the execution. */
function keyOf(effect: OutsideEffect): string {
  switch (effect.type) {
    case 'InvokeTask':
      return `task ${effect.task.entry} ${effect.task.attempt}`;
    case 'StartTimer':
      return `timer ${effect.timer} ${effect.fireAt}`;
    default:
      return effect.type;
  }
}
