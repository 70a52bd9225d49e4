import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  FlexibleTimeWindowMode,
  ResourceNotFoundException,
  type SchedulerClient,
  ScheduleState,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Clock } from '../../../ports/clock.ts';
import type { ScheduleFired } from '../../../ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../../../ports/flow-store.ts';
import type { Schedules } from '../../../ports/timers.ts';
import { awsTiming, isOver } from './aws-cron.ts';
import { messageText } from './message-text.ts';
import { FIRING_ID, type ScheduleHome, scheduleTarget } from './schedule-target.ts';

/** EventBridge Scheduler puts the time that was due in the place of these words. */
const DUE_AT = '<aws.scheduler.scheduled-time>';

/** The parts of the schedules. */
export interface ScheduleParts {
  readonly client: SchedulerClient;
  readonly home: ScheduleHome;
  readonly clock: Clock;
}

/**
 * Schedules of flows as schedules of EventBridge Scheduler, which fire up to a minute late.
 *
 * Their messages name the schedule and the time that was due. The rest comes from the stored schedule when the message
 * arrives, so a firing that comes after a change, or twice, starts the right execution.
 */
export class EventBridgeSchedules implements Schedules {
  readonly #client: SchedulerClient;
  readonly #home: ScheduleHome;
  readonly #clock: Clock;

  constructor({ client, home, clock }: ScheduleParts) {
    this.#client = client;
    this.#home = home;
    this.#clock = clock;
  }

  async put(schedule: ScheduleRecord): Promise<void> {
    if (isOver(schedule, this.#clock.now())) return await this.remove(schedule);
    const input = this.#inputOf(schedule);
    try {
      await this.#client.send(new UpdateScheduleCommand(input));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      await this.#create(input);
    }
  }

  async remove(schedule: ScheduleRecord): Promise<void> {
    const key = { Name: nameOf(schedule), GroupName: this.#home.group };
    try {
      await this.#client.send(new DeleteScheduleCommand(key));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  /** Another request may have created it meanwhile: then it is changed after all. */
  async #create(input: CreateScheduleCommandInput): Promise<void> {
    try {
      await this.#client.send(new CreateScheduleCommand(input));
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      await this.#client.send(new UpdateScheduleCommand(input));
    }
  }

  #inputOf(schedule: ScheduleRecord): CreateScheduleCommandInput {
    const message: ScheduleFired = {
      kind: 'schedule-fired',
      flowId: schedule.flowId,
      scheduleName: schedule.name,
      scheduleId: schedule.id,
      dueAt: DUE_AT,
    };
    return {
      Name: nameOf(schedule),
      GroupName: this.#home.group,
      State: schedule.isEnabled ? ScheduleState.ENABLED : ScheduleState.DISABLED,
      FlexibleTimeWindow: { Mode: FlexibleTimeWindowMode.OFF },
      Target: scheduleTarget(this.#home, messageText(FIRING_ID, message)),
      ...awsTiming(schedule, this.#clock.now()),
    };
  }
}

/** Unique for ever, and short enough. */
function nameOf({ id }: ScheduleRecord): string {
  return `flow-schedule-${id}`;
}
