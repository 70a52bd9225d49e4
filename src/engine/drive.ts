import type { Command, TaskId } from '../interpreter/command.ts';
import type { Effect } from '../interpreter/effect.ts';
import type { Instant } from '../interpreter/event.ts';
import { DONE, type Handled } from '../ports/dispatch-queue.ts';
import { type Batch, decideBatch } from './drive/decide-batch.ts';
import { EffectRunner } from './drive/effect-runner.ts';
import { mayTakeLong, type Ownership } from './drive/ownership.ts';
import type { HeldRoom } from './drive/result-room.ts';
import type { ExecutionLog } from './log/execution-log.ts';
import type { EngineServices } from './services.ts';

/** Pause after the fault of an adapter, where the message itself must not come back. */
const RETRY_SECONDS = 10;

/**
 * One driver at work on one execution under one message: decide, commit, and only then perform; until nothing that
 * the message owns is left.
 *
 * Commands that arrive while a commit is in flight go into the next one together. After a lost race everything is
 * decided again. This driver begins no effect twice.
 */
export class Drive {
  readonly #services: EngineServices;
  readonly #log: ExecutionLog;
  readonly #ownership: Ownership;
  readonly #runner: EffectRunner;
  readonly #redrives: number | undefined;
  readonly #inbox: Command[] = [];
  /** Room that results in the inbox have taken. */
  readonly #rooms = new Map<Command, HeldRoom>();
  /** The commands that came with the message. */
  #commands: readonly Command[] = [];
  #isHandingOver = false;
  #isOver = false;
  #againAt: Instant | undefined;

  constructor(services: EngineServices, log: ExecutionLog, ownership: Ownership) {
    this.#services = services;
    this.#log = log;
    this.#ownership = ownership;
    this.#redrives = log.state.redrives;
    this.#runner = new EffectRunner(services, log, ownership.called, (outcome, room) => {
      if ('kind' in outcome) this.#comeBack(services.clock.now() + outcome.seconds * 1000);
      else this.#receive(outcome, room);
    });
  }

  /**
   * Gives the execution these commands and performs everything that the message owns, or hands it over in time.
   *
   * A message goes back to the queue with everything it owns when its timer comes too early, or an effect must wait. Where that would
   * repeat calls whose outcomes come later, what is left goes to a new message.
   *
   * @throws the first fault of an adapter, after all else is done; the message must then come back.
   */
  async run(commands: readonly Command[]): Promise<Handled> {
    try {
      return await this.#drive(commands);
    } finally {
      this.#isOver = true;
      for (const room of this.#rooms.values()) room.release();
    }
  }

  async #drive(commands: readonly Command[]): Promise<Handled> {
    this.#commands = commands;
    this.#inbox.push(...commands);
    // Also at the end: a second delivery of the message may have committed under it meanwhile, and the message is
    // about to be deleted for both.
    for (this.#takeUp(); this.#isBusy(); this.#takeUp()) await this.#workOff();
    if (this.#againAt === undefined && (await this.#leave())) return DONE;
    this.#runner.throwFault();
    return this.#againAt === undefined ? DONE : this.#giveBack(this.#againAt);
  }

  /** Hands over what there is no time for, or what failed while calls are under way. @returns true when nothing is left to the message */
  async #leave(): Promise<boolean> {
    const { hasFault } = this.#runner;
    if (!this.#isHandingOver && !hasFault) return false;
    const called = this.#calledTasks();
    if (hasFault && called.length > 0) {
      // The watchdog's next deadline may be what was not armed, and only the message of the last one says that it is needed.
      await this.#ownership.sayAgain(this.#commands, RETRY_SECONDS);
      await this.#ownership.handOver(called, RETRY_SECONDS);
      this.#runner.logFault(this.#ownership.message);
      return true;
    }
    if (this.#isHandingOver) await this.#ownership.handOver(called);
    return !hasFault;
  }

  /** The tasks whose outcomes are yet to come. */
  #calledTasks(): readonly TaskId[] {
    return this.#log
      .pendingEffects(this.#ownership.owns)
      .filter((effect) => effect.type === 'InvokeTask')
      .filter((effect) => this.#runner.isUnderway(effect))
      .map(({ task }) => task);
  }

  #isBusy(): boolean {
    return this.#inbox.length > 0 || this.#runner.isRunning;
  }

  async #workOff(): Promise<void> {
    while (this.#isBusy()) {
      if (this.#inbox.length > 0) await this.#log.exclusive(() => this.#decideAndCommit());
      else await this.#runner.nextEnd();
    }
  }

  /** A driver that adopts everything stops at the end: the message of a redrive has a driver of its own. */
  #takeUp(): void {
    if (this.#ownership.ownsAll && this.#log.state.redrives !== this.#redrives) return;
    this.#perform(this.#log.pendingEffects(this.#ownership.owns));
  }

  async #decideAndCommit(): Promise<void> {
    const batch = await this.#decide();
    if (!(await this.#log.commit(batch))) return this.#takeUp();
    for (const command of this.#inbox.splice(0, batch.taken)) this.#release(command);
    if (batch.againAt !== undefined) this.#comeBack(batch.againAt);
    const isOwn = batch.at.owner === this.#ownership.message;
    this.#perform(isOwn ? batch.effects : batch.effects.filter((effect) => !mayTakeLong(effect)));
  }

  /**
   * Decides the next commit, under the driver's own message or under a new one. A new one is needed when no time is left
   * to begin what follows while a task still runs: that task is the driver's, so its message cannot be adopted yet.
   */
  async #decide(): Promise<Batch> {
    const batch = this.#decideUnder(this.#ownership.message);
    const isLeft =
      this.#runner.isRunning && batch.effects.some((effect) => this.#ownership.mustLeave(effect));
    return isLeft ? this.#decideUnder(await this.#ownership.newOwner()) : batch;
  }

  #decideUnder(owner: string): Batch {
    const { commitBytes } = this.#services.physical;
    return decideBatch(this.#log.state, this.#inbox, this.#log.circumstances(owner), commitBytes);
  }

  #perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (this.#ownership.mustLeave(effect)) this.#isHandingOver = true;
      else if (effect.type === 'GoOn') this.#goOn();
      else this.#runner.begin(effect);
    }
  }

  /** Takes a result up; one that comes after the end, when a commit has failed while tasks ran, is dropped. */
  #receive(command: Command, room: HeldRoom): void {
    if (this.#isOver) {
      room.release();
      return;
    }
    this.#inbox.push(command);
    this.#rooms.set(command, room);
  }

  #release(command: Command): void {
    this.#rooms.get(command)?.release();
    this.#rooms.delete(command);
  }

  #goOn(): void {
    if (!this.#inbox.some(({ type }) => type === 'Continue')) this.#inbox.push({ type: 'Continue' });
  }

  /** The message is given back until then at the latest. */
  #comeBack(at: Instant): void {
    this.#againAt = Math.min(at, this.#againAt ?? at);
  }

  #giveBack(until: Instant): Handled {
    const milliseconds = Math.max(0, until - this.#services.clock.now());
    return { done: false, retryInSeconds: Math.ceil(milliseconds / 1000) };
  }
}
