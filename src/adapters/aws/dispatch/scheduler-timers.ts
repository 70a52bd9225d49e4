import { createHash } from 'node:crypto';
import {
  ActionAfterCompletion,
  ConflictException,
  CreateScheduleCommand,
  FlexibleTimeWindowMode,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type { TimerId } from '../../../interpreter/command.ts';
import type { Instant } from '../../../interpreter/event.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { CommandMessage, DispatchQueue } from '../../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import type { Timers } from '../../../ports/timers.ts';
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

/** Longest that a schedule waits; one of an execution that is younger waits about as long as that has lived, an hour at least. */
const LONGEST_STAGE_MS = 86_400_000;
const FIRST_STAGE_MS = 3_600_000;
/** A stage that would be shorter is left out. */
const SHORTEST_STAGE_MS = 900_000;

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
    _redrives?: number,
    since?: Instant,
  ): Promise<void> {
    const command = { type: 'FireTimer', timer, dueAt: fireAt } as const;
    const message: CommandMessage = { kind: 'command', execution, command };
    const now = this.#clock.now();
    const left = Math.max(fireAt - now, 0);
    if (left <= AWS_LIMITS.delaySeconds * 1000) await this.#queue.send(message, Math.ceil(left / 1000));
    else await this.#schedule(message, Math.min(fireAt - PRECISION_MS, stageEnd(now, since)));
  }

  /** Does nothing: an armed timer fires once more, within a day at most, and is ignored. Deleting it would cost more requests. */
  async cancelAll(): Promise<void> {}

  async #schedule(message: CommandMessage, at: Instant): Promise<void> {
    const time = new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
    const input = messageText(FIRING_ID, message);
    const Name = createHash('sha256').update(`${input} ${time}`).digest('base64url');
    try {
      await this.#client.send(
        new CreateScheduleCommand({
          Name,
          ClientToken: Name,
          GroupName: this.#home.group,
          ScheduleExpression: `at(${time})`,
          FlexibleTimeWindow: { Mode: FlexibleTimeWindowMode.OFF },
          ActionAfterCompletion: ActionAfterCompletion.DELETE,
          Target: scheduleTarget(this.#home, input),
        }),
      );
    } catch (error) {
      // The name holds everything about the timer, so it is armed already.
      if (!(error instanceof ConflictException)) throw error;
    }
  }
}

/**
 * When a schedule must be armed anew at the latest: an hour after `since`, two, four, and so on, then every day. Arming the same
 * timer again leads to the same instant.
 */
function stageEnd(now: Instant, since: Instant | undefined): Instant {
  if (since === undefined) return now + LONGEST_STAGE_MS;
  const least = now - since + SHORTEST_STAGE_MS;
  let end = FIRST_STAGE_MS;
  while (end < least) end *= 2;
  const nextDay = (Math.floor(least / LONGEST_STAGE_MS) + 1) * LONGEST_STAGE_MS;
  return since + (end > LONGEST_STAGE_MS ? nextDay : end);
}
