import type { LabelMappings } from '../flow/labels.ts';
import type { Instant } from '../interpreter/event.ts';
import type { FlowVersions } from './flow-versions.ts';

/** A stored flow. `id` is unique for ever; `version` grows by one with every update. */
export interface FlowRecord {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** The text as it was given, comments included. */
  readonly definition: string;
  readonly description: string;
  /** `FDL` or `DEFAULT`, as given. */
  readonly type: string;
  /** Empty when none was given. */
  readonly roleArn: string;
  readonly externalStorageLocation: string;
  /** Absent for `Standard`. */
  readonly executionMode?: 'Express';
  /** Variables that are kept and shown; absent where there are none. */
  readonly environment?: readonly EnvironmentVariable[];
  /** A label by which lists are narrowed; absent where there is none. */
  readonly resourceGroupId?: string;
  /** Where its executions get labels from; absent without any. */
  readonly labelMappings?: LabelMappings;
  /** Name of the flow that handles failures of its executions; absent without one. */
  readonly onFailure?: string;
  /** The file that the definition was loaded from, or saved into; absent when the API alone has it. */
  readonly file?: string;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
}

/** A variable of a flow. Its value may be a secret and is never logged. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

/** A stored schedule of a flow. */
export interface ScheduleRecord {
  readonly id: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly name: string;
  readonly version: number;
  readonly cronExpression: string;
  readonly description: string;
  /** JSON object text, or empty. */
  readonly payload: string;
  readonly isEnabled: boolean;
  /** The version or alias that it starts; absent for the newest definition. */
  readonly qualifier?: string;
  /** The effect of a firing while the execution before still runs; absent where every firing starts one. */
  readonly overlap?: OverlapPolicy;
  /** It fires from this instant on. */
  readonly startAt?: Instant;
  /** It fires up to this instant. */
  readonly endAt?: Instant;
  /** Each start is late by up to so many seconds. */
  readonly jitterSeconds?: number;
  /** Fire times that were missed while the service was off are made up for so far back. */
  readonly catchUpSeconds?: number;
  /** Name of the flow that handles failures of what it starts, in place of the one that the flow names. */
  readonly onFailure?: string;
  /** The reason why it is disabled. */
  readonly pauseReason?: string;
  /** Fire times that started nothing, the last ones, oldest first; absent without any. */
  readonly skipped?: readonly SkippedFiring[];
  /** The fire time whose start waits for the execution before to end. */
  readonly waiting?: Instant;
  /** The firing that took its turn last: no other one does until its execution has ended. Absent before any, and without a policy. */
  readonly turn?: TakenTurn;
  readonly createdAt: Instant;
  /** Of the last change by a caller. */
  readonly modifiedAt: Instant;
}

/**
 * The effect of a firing while the execution of an earlier one runs: nothing, wait for its end (one at a time), or stop it first.
 */
export type OverlapPolicy = 'Skip' | 'BufferOne' | 'CancelOther';

/** The fire time whose start may be made, and when that was decided. */
export interface TakenTurn {
  readonly dueAt: Instant;
  readonly at: Instant;
}

/** A fire time that started nothing, and why. */
export interface SkippedFiring {
  readonly at: Instant;
  readonly reason: string;
}

/** The wanted entries of a list that is ordered by name. */
export interface PageRequest {
  readonly limit: number;
  /** An opaque position from an earlier page. */
  readonly nextToken?: string;
}

/** Some entries in order of their names, and where the next page begins (absent on the last). */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** A page token that the store did not make. */
export class InvalidPageToken extends Error {}

/** Keeps flows with all their definition versions, and their schedules. */
export interface FlowStore {
  /** Published versions of flows, and the aliases that lead to them. */
  readonly published: FlowVersions;

  /** @returns false when a flow of that name exists. */
  createFlow(flow: FlowRecord): Promise<boolean>;

  /** The newest version. @returns undefined when no flow has that name. */
  readFlow(name: string): Promise<FlowRecord | undefined>;

  /** A version as it was, also after updates and after the flow was deleted. @returns undefined when there never was one. */
  readVersion(flowId: string, version: number): Promise<FlowRecord | undefined>;

  /**
   * Replaces the newest version (`flow.version - 1`) by `flow`.
   *
   * @returns false when the flow is gone, or its newest version is another.
   */
  updateFlow(flow: FlowRecord): Promise<boolean>;

  /** Frees the name and drops the flow's schedules, published versions and aliases; the record's versions stay readable. @returns false when that flow is gone already. */
  deleteFlow(flow: FlowRecord): Promise<boolean>;

  /** The ids of all flows that have a name now, in no order. */
  flowIds(): Promise<readonly string[]>;

  /** @throws InvalidPageToken */
  listFlows(page: PageRequest): Promise<Page<FlowRecord>>;

  /** @returns false when the flow has a schedule of that name. */
  createSchedule(schedule: ScheduleRecord): Promise<boolean>;

  /** @returns undefined when the flow has no such schedule. */
  readSchedule(flowId: string, name: string): Promise<ScheduleRecord | undefined>;

  /** Replaces version `schedule.version - 1`. @returns false when it is gone or another version is the newest. */
  updateSchedule(schedule: ScheduleRecord): Promise<boolean>;

  /** @returns false when it is gone already. */
  deleteSchedule(flowId: string, name: string): Promise<boolean>;

  /** @throws InvalidPageToken */
  listSchedules(flowId: string, page: PageRequest): Promise<Page<ScheduleRecord>>;

  /** Every schedule of every flow, in no order. */
  allSchedules(): AsyncIterable<ScheduleRecord>;
}
