import type { Limits } from '../../limits.ts';
import type { StatusChange } from '../../ports/status-events.ts';

/** The deployment, as the AWS adapters must know it. */
export interface AwsConfig {
  readonly region: string;
  readonly accountId: string;
  readonly executionsTable: string;
  readonly flowsTable: string;
  /** Bucket of texts that are too large for an item. */
  readonly blobsBucket: string;
  readonly dispatchQueueUrl: string;
  readonly dispatchQueueArn: string;
  /** Queue in which schedules leave messages that they could not deliver. */
  readonly deadLetterQueueArn: string;
  /** Name of the schedule group of timers and flow schedules. */
  readonly scheduleGroup: string;
  /** Role with which schedules send to the dispatch queue. */
  readonly schedulerRoleArn: string;
  /** Resources for which resource ARNs and role ARNs in flows stand, where the naming rule does not fit. */
  readonly bindings: Readonly<Record<string, string>>;
  /** Role for flows that name none; without it they are called for with the driver's own. */
  readonly defaultRoleArn?: string;
  /** Paths, like `/fdl-flow/`, under which flows may have roles. */
  readonly allowedRolePaths: readonly string[];
  readonly limits: Limits;
  /** Longest that an API response may wait for an execution's end. */
  readonly maxWaitSeconds: number;
  /** Days after its end for which an execution can be looked at. */
  readonly retentionDays: number;
  /** Present where ends are counted by flow and hour. */
  readonly countsFlows?: true;
  /** The bus that hears of executions; absent when none does. */
  readonly events?: EventConfig;
}

/** The events of a deployment. */
export interface EventConfig {
  /** Name or ARN of the bus. */
  readonly bus: string;
  readonly changes: readonly StatusChange[];
}
