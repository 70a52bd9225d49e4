import { utf8Bytes } from '../common/text-bytes.ts';
import type { Command } from '../interpreter/command.ts';
import { decide } from '../interpreter/decide.ts';
import type { Circumstances } from '../interpreter/decision.ts';
import type { Effect } from '../interpreter/effect.ts';
import type { ExecutionEvent, Instant } from '../interpreter/event.ts';
import { awaitedAttempt } from '../interpreter/evolve-task.ts';
import type { MessageId } from '../interpreter/record.ts';
import { type ExecutionState, hasEnded } from '../interpreter/state.ts';
import { DONE, type Handled } from '../ports/dispatch-queue.ts';
import type { ExecutionLog } from './log/execution-log.ts';
import type { OpenExecution } from './log/open-executions.ts';
import { performEffect } from './perform/perform-effect.ts';
import type { EngineServices } from './services.ts';

/** On whose behalf an execution is driven: new effects are committed under `message`, those of `owns` are taken up. */
export interface Ownership {
  readonly message: MessageId;
  readonly owns: (owner: MessageId) => boolean;
}

/** When a driver may begin nothing more, and how it then hands the rest over. */
export interface HandOver {
  readonly at: Instant;
  /** Sends a message that adopts everything the driver's own message owns. */
  readonly adopt: () => Promise<void>;
  /** Sends a message for a commit that is about to be made under it. */
  readonly sendFor: () => Promise<MessageId>;
}

/**
 * One driver at work on one execution under one message: decide, commit, and only then perform; until nothing that
 * the message owns is left.
 *
 * Commands that arrive while a commit is in flight go into the next one together. After a lost race the new tail is
 * read and everything is decided again. Whatever was begun under this message is not begun twice by this driver.
 */
export class Drive {
  private readonly services: EngineServices;
  private readonly open: OpenExecution;
  private readonly log: ExecutionLog;
  private readonly ownership: Ownership;
  private readonly handOver: HandOver | undefined;
  private readonly inbox: Command[] = [];
  private readonly begun = new Set<string>();
  private running = 0;
  private isHandingOver = false;
  private againAt: Instant | undefined;
  private fault: { readonly error: unknown } | undefined;
  private wake: () => void = () => {};

  constructor(services: EngineServices, open: OpenExecution, ownership: Ownership, handOver?: HandOver) {
    this.services = services;
    this.open = open;
    this.log = open.log;
    this.ownership = ownership;
    this.handOver = handOver;
  }

  /**
   * Gives the execution these commands and performs everything the message owns, or hands it over in time.
   *
   * A message whose timer comes too early is given back until that is due, with everything it owns.
   *
   * @throws the first fault of the outside, after all else is done; the message must then come back.
   */
  async run(commands: readonly Command[]): Promise<Handled> {
    this.inbox.push(...commands);
    // Also at the end: a second delivery of the message may have committed under it meanwhile, and the message is
    // about to be deleted for both.
    for (this.takeUp(); this.isBusy(); this.takeUp()) await this.workOff();
    if (this.isHandingOver && this.againAt === undefined) await this.handOver?.adopt();
    if (this.fault !== undefined) throw this.fault.error;
    return this.againAt === undefined ? DONE : this.giveBack(this.againAt);
  }

  private giveBack(until: Instant): Handled {
    const milliseconds = Math.max(0, until - this.services.clock.now());
    return { done: false, retryInSeconds: Math.ceil(milliseconds / 1000) };
  }

  private isBusy(): boolean {
    return this.inbox.length > 0 || this.running > 0;
  }

  private async workOff(): Promise<void> {
    while (this.isBusy()) {
      if (this.inbox.length > 0) await this.log.exclusive(() => this.decideAndCommit());
      else await this.nextResult();
    }
  }

  private takeUp(): void {
    this.perform(this.log.pendingEffects(this.ownership.owns));
  }

  private async decideAndCommit(): Promise<void> {
    const batch = await this.decideOnOwner();
    const { at, events, state, effects } = batch;
    const isCommitted = events.length === 0 ? this.open.isFresh() : await this.log.commit(state, events, at);
    if (isCommitted) {
      this.againAt ??= batch.againAt;
      const isOwn = at.owner === this.ownership.message;
      this.perform(effects.filter((effect) => isWanted(effect, state) && (isOwn || !mayTakeLong(effect))));
      return;
    }
    this.inbox.unshift(...batch.taken);
    await this.log.refresh();
    this.takeUp();
  }

  /**
   * Decides what is to be committed under the driver's own message, or under a new one: when it is too late to begin
   * what follows, but a task still runs, its message cannot be adopted yet, for the task is the driver's own.
   */
  private async decideOnOwner(): Promise<Batch> {
    const batch = this.decideInbox(this.log.circumstances(this.ownership.message));
    const isLeft = this.running > 0 && this.isTooLate() && batch.effects.some(mayTakeLong);
    if (this.handOver === undefined || !isLeft || batch.events.length === 0) return batch;
    const owner = await this.handOver.sendFor();
    this.inbox.unshift(...batch.taken);
    return this.decideInbox(this.log.circumstances(owner));
  }

  private decideInbox(at: Circumstances): Batch {
    const taken: Command[] = [];
    const events: ExecutionEvent[] = [];
    const effects: Effect[] = [];
    let { state } = this.log;
    let againAt: Instant | undefined;
    for (
      let bytes = 0;
      bytes < this.services.physical.commitBytes && events.length < at.limits.commitEvents;
    ) {
      const command = this.inbox.shift();
      if (command === undefined) break;
      const decision = decide(state, command, at);
      state = decision.state;
      againAt ??= decision.againAt;
      taken.push(command);
      events.push(...decision.events);
      effects.push(...decision.effects);
      if ('output' in command) bytes += utf8Bytes(command.output);
      if ('failure' in command) bytes += utf8Bytes(command.failure.cause);
    }
    return { at, taken, events, effects, state, againAt };
  }

  private perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (mayTakeLong(effect) && this.isTooLate()) {
        this.isHandingOver = true;
      } else if (effect.type === 'GoOn') {
        if (!this.inbox.some(({ type }) => type === 'Continue')) this.inbox.push({ type: 'Continue' });
      } else if (!this.begun.has(keyOf(effect))) {
        this.begun.add(keyOf(effect));
        void this.begin(effect);
      }
    }
  }

  private isTooLate(): boolean {
    return this.handOver !== undefined && this.services.clock.now() >= this.handOver.at;
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
  readonly at: Circumstances;
  readonly taken: readonly Command[];
  readonly events: readonly ExecutionEvent[];
  readonly effects: readonly Effect[];
  readonly state: ExecutionState;
  readonly againAt: Instant | undefined;
}

/** False for what a later command of the same batch has made pointless: a cancelled task, a timer of an ended run. */
function isWanted(effect: Effect, state: ExecutionState): boolean {
  if (effect.type === 'FinishExecution') return true;
  if (hasEnded(state)) return false;
  if (effect.type !== 'InvokeTask') return true;
  const { frame, entry, attempt } = effect.task;
  return awaitedAttempt(state.frames.get(frame), entry, attempt)?.kind === 'running';
}

/**
 * True for what is handed over when time is short. A timer is always armed: one that has fired early, or for a later
 * deadline, belongs to another message than the one that is handed over.
 */
function mayTakeLong({ type }: Effect): boolean {
  return type === 'InvokeTask' || type === 'GoOn';
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
