import { createHash } from 'node:crypto';
import {
  ActionAfterCompletion,
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  FlexibleTimeWindowMode,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type { TimerId } from '../../../interpreter/command.ts';
import type { Instant } from '../../../interpreter/event.ts';
import type { PendingTimer } from '../../../interpreter/state.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { CommandMessage, DispatchQueue } from '../../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import type { LeftTimers, Timers } from '../../../ports/timers.ts';
import { AWS_LIMITS } from '../physical-limits.ts';
import { messageText } from './message-text.ts';
import { FIRING_ID, type ScheduleHome, scheduleTarget } from './schedule-target.ts';

/** The parts of the timers. */
export interface TimerParts {
  readonly client: SchedulerClient;
  readonly home: ScheduleHome;
  readonly queue: DispatchQueue;
  readonly clock: Clock;
}

/** A schedule fires somewhere in the minute that begins at its time. */
const PRECISION_MS = 60_000;

/** The end of the first stage of a timer, as time since its execution began; each further one is twice as long, up to the longest. */
interface Stages {
  readonly first: number;
  readonly longest: number;
}

/** A deadline is hardly ever met. What an execution has left behind, because a shorter deadline came, is kept short while it is young. */
const STAGES_OF_WATCHDOG: Stages = { first: 3_600_000, longest: 86_400_000 };
/** Other timers fire, or are forgotten with their execution; only a wait that a failing branch breaks off is left behind. */
const STAGES_OF_WAIT: Stages = { first: 2_592_000_000, longest: 2_592_000_000 };
/** A stage that would be shorter is left out. */
const SHORTEST_STAGE_MS = 900_000;

/** A timer of an execution, and what tells its schedule from others. */
interface Armed extends PendingTimer {
  readonly execution: ExecutionId;
  readonly redrives: number;
}

/**
 * Timers as delayed messages on the dispatch queue, up to 15 minutes; longer ones begin as one-time schedules of
 * EventBridge Scheduler.
 *
 *   armed ──── days ────▶ hours later: early FireTimer, armed anew ─ … ─▶ due − 60 s … due: early FireTimer, kept until due
 *
 * An execution that gets FireTimer long before its time arms it again, and has one that is due soon come back then
 * (`Advance.comesEarly`). So a schedule need only fire early: a minute before the due time, for it may be a minute
 * late, and at the end of a stage at the latest.
 */
export class SchedulerTimers implements Timers {
  readonly #client: SchedulerClient;
  readonly #home: ScheduleHome;
  readonly #queue: DispatchQueue;
  readonly #clock: Clock;

  constructor({ client, home, queue, clock }: TimerParts) {
    this.#client = client;
    this.#home = home;
    this.#queue = queue;
    this.#clock = clock;
  }

  async arm(
    execution: ExecutionId,
    timer: TimerId,
    fireAt: Instant,
    redrives = 0,
    since?: Instant,
  ): Promise<void> {
    const now = this.#clock.now();
    const left = Math.max(fireAt - now, 0);
    const armed = { execution, timer, fireAt, redrives };
    if (left <= AWS_LIMITS.delaySeconds * 1000)
      await this.#queue.send(messageOf(armed), Math.ceil(left / 1000));
    else await this.#schedule(armed, scheduledAt(armed, now, since));
  }

  /**
   * Deletes the schedules of timers that are left. It costs nothing, and a firing costs as much as a message and a driver. Where that fails,
   * or another schedule is left, it fires once and is ignored. Delayed messages stay.
   */
  async cancelAll(execution: ExecutionId, redrives = 0, left?: LeftTimers): Promise<void> {
    const now = this.#clock.now();
    const { timers = [], since } = left ?? {};
    const names = timers
      .filter(({ fireAt }) => fireAt - now > AWS_LIMITS.delaySeconds * 1000)
      .flatMap(({ timer, fireAt }) => {
        const armed = { execution, timer, fireAt, redrives };
        // In the last minutes of a stage its schedule is there still, though one that is armed now would end the next.
        const instants = [now, now - SHORTEST_STAGE_MS].map((at) => scheduledAt(armed, at, since));
        return [...new Set(instants)].map((at) => nameOf(armed, at));
      });
    await Promise.all(names.map((name) => this.#forget(name)));
  }

  async #schedule(armed: Armed, at: Instant): Promise<void> {
    const Name = nameOf(armed, at);
    try {
      await this.#client.send(
        new CreateScheduleCommand({
          Name,
          ClientToken: Name,
          GroupName: this.#home.group,
          ScheduleExpression: `at(${timeOf(at)})`,
          FlexibleTimeWindow: { Mode: FlexibleTimeWindowMode.OFF },
          ActionAfterCompletion: ActionAfterCompletion.DELETE,
          Target: scheduleTarget(this.#home, messageText(FIRING_ID, messageOf(armed))),
        }),
      );
    } catch (error) {
      // The name holds everything about the timer, so it is armed already.
      if (!(error instanceof ConflictException)) throw error;
    }
  }

  async #forget(Name: string): Promise<void> {
    const forget = new DeleteScheduleCommand({ Name, GroupName: this.#home.group });
    await this.#client.send(forget).catch(() => {});
  }
}

function messageOf({ execution, timer, fireAt }: Armed): CommandMessage {
  return { kind: 'command', execution, command: { type: 'FireTimer', timer, dueAt: fireAt } };
}

/** The name of a schedule: other timers, other times, and the same deadline after a redrive have other ones. */
function nameOf(armed: Armed, at: Instant): string {
  const message = messageText(FIRING_ID, messageOf(armed));
  return createHash('sha256')
    .update(`${message} ${armed.redrives} ${timeOf(at)}`)
    .digest('base64url');
}

function timeOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
}

/** When the schedule of a timer fires that is armed now. */
function scheduledAt({ timer, fireAt }: Armed, now: Instant, since: Instant | undefined): Instant {
  const stages = timer === 'watchdog' ? STAGES_OF_WATCHDOG : STAGES_OF_WAIT;
  return Math.min(fireAt - PRECISION_MS, stageEnd(stages, now, since));
}

/**
 * When a schedule must be armed anew at the latest. Arming the same timer again leads to the same instant: a multiple of the longest stage
 * after `since`, or of the first one while that is shorter.
 */
function stageEnd({ first, longest }: Stages, now: Instant, since: Instant | undefined): Instant {
  if (since === undefined) return now + longest;
  const least = now - since + SHORTEST_STAGE_MS;
  let end = first;
  while (end < least) end *= 2;
  const next = (Math.floor(least / longest) + 1) * longest;
  return since + (end > longest ? next : end);
}
