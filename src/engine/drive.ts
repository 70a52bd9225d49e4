import type { Command } from '../interpreter/command.ts';
import { decide } from '../interpreter/decide.ts';
import type { Circumstances } from '../interpreter/decision.ts';
import type { Effect } from '../interpreter/effect.ts';
import { pendingEffects } from '../interpreter/effects.ts';
import type { ExecutionEvent } from '../interpreter/event.ts';
import { awaitedAttempt } from '../interpreter/evolve-task.ts';
import type { MessageId } from '../interpreter/record.ts';
import { type ExecutionState, hasEnded } from '../interpreter/state.ts';
import type { ExecutionId } from '../ports/execution-store.ts';
import { ExecutionLog } from './execution-log.ts';
import { performEffect } from './perform/perform-effect.ts';
import type { EngineServices } from './services.ts';

/** Bytes of task outputs after which no further result is put into the same commit. */
const COMMIT_BYTES = 128 * 1024;

/** On whose behalf an execution is driven: new effects are committed under `message`, those of `owns` are taken up. */
export interface Ownership {
  readonly message: MessageId;
  readonly owns: (owner: MessageId) => boolean;
}

/**
 * One driver at work on one execution under one message: load, decide, commit, and only then perform; until nothing
 * that the message owns is left.
 *
 * Commands that arrive while a commit is in flight go into the next one together. After a lost race the new tail is
 * read and everything is decided again. Whatever was begun under this message is not begun twice by this driver.
 */
export class Drive {
  private log: ExecutionLog;
  private readonly services: EngineServices;
  private readonly ownership: Ownership;
  private readonly inbox: Command[] = [];
  private readonly begun = new Set<string>();
  private running = 0;
  private fault: { readonly error: unknown } | undefined;
  private wake: () => void = () => {};

  constructor(services: EngineServices, log: ExecutionLog, ownership: Ownership) {
    this.services = services;
    this.log = log;
    this.ownership = ownership;
  }

  /**
   * Gives the execution these commands and performs everything the message owns.
   *
   * @throws the first fault of the outside, after all else is done; the message must then come back.
   */
  async run(commands: readonly Command[]): Promise<void> {
    this.inbox.push(...commands);
    this.takeUp();
    while (this.inbox.length > 0 || this.running > 0) {
      if (this.inbox.length > 0) await this.decideAndCommit();
      else await this.nextResult();
    }
    if (this.fault !== undefined) throw this.fault.error;
  }

  private takeUp(): void {
    const { newToken, limits } = this.log.circumstances(this.ownership.message);
    const options = { concurrency: limits.concurrency, newToken };
    this.perform(pendingEffects(this.log.state, this.ownership.owns, options));
  }

  private async decideAndCommit(): Promise<void> {
    const at = this.log.circumstances(this.ownership.message);
    const { taken, events, effects, state } = this.decideInbox(at);
    if (events.length > 0 && !(await this.log.commit(state, events, at))) {
      this.inbox.unshift(...taken);
      await this.reload(this.log.header.id);
      return;
    }
    this.perform(effects.filter((effect) => isWanted(effect, state)));
  }

  private decideInbox(at: Circumstances): Batch {
    const taken: Command[] = [];
    const events: ExecutionEvent[] = [];
    const effects: Effect[] = [];
    let { state } = this.log;
    for (let bytes = 0; bytes < COMMIT_BYTES && events.length < at.limits.commitEvents; ) {
      const command = this.inbox.shift();
      if (command === undefined) break;
      const decision = decide(state, command, at);
      state = decision.state;
      taken.push(command);
      events.push(...decision.events);
      effects.push(...decision.effects);
      if ('output' in command) bytes += command.output.length;
    }
    return { taken, events, effects, state };
  }

  private async reload(id: ExecutionId): Promise<void> {
    const log = await ExecutionLog.open(this.services, id);
    if (log === undefined) throw new Error(`execution ${id.name} is gone`);
    this.log = log;
    this.takeUp();
  }

  private perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'GoOn') {
        if (!this.inbox.some(({ type }) => type === 'Continue')) this.inbox.push({ type: 'Continue' });
        continue;
      }
      const key = keyOf(effect);
      if (this.begun.has(key)) continue;
      this.begun.add(key);
      void this.begin(effect);
    }
  }

  private async begin(effect: Exclude<Effect, { type: 'GoOn' }>): Promise<void> {
    this.running++;
    try {
      const command = await performEffect(this.services, this.log, effect);
      if (command !== undefined) this.inbox.push(command);
    } catch (error) {
      this.fault ??= { error };
    }
    this.running--;
    this.wake();
  }

  private nextResult(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

interface Batch {
  readonly taken: readonly Command[];
  readonly events: readonly ExecutionEvent[];
  readonly effects: readonly Effect[];
  readonly state: ExecutionState;
}

/** False for what a later command of the same batch has made pointless: a cancelled task, a timer of an ended run. */
function isWanted(effect: Effect, state: ExecutionState): boolean {
  if (effect.type === 'FinishExecution') return true;
  if (hasEnded(state)) return false;
  if (effect.type !== 'InvokeTask') return true;
  const { frame, entry, attempt } = effect.task;
  return awaitedAttempt(state.frames.get(frame), entry, attempt)?.kind === 'running';
}

/** The same for a repeat of the same effect, different for every other effect of the execution. */
function keyOf(effect: Exclude<Effect, { type: 'GoOn' }>): string {
  switch (effect.type) {
    case 'InvokeTask':
      return `task ${effect.task.entry} ${effect.task.attempt}`;
    case 'StartTimer':
      return `timer ${effect.timer} ${effect.fireAt}`;
    default:
      return effect.type;
  }
}
