import type { Limits } from '../../limits.ts';

/** What the AWS adapters must know of the deployment they work in. */
export interface AwsConfig {
  readonly region: string;
  readonly accountId: string;
  readonly executionsTable: string;
  readonly flowsTable: string;
  readonly dispatchQueueUrl: string;
  readonly dispatchQueueArn: string;
  /** Where schedules leave what they could not deliver. */
  readonly deadLetterQueueArn: string;
  /** Name of the schedule group of timers and flow schedules. */
  readonly scheduleGroup: string;
  /** Role with which schedules send to the dispatch queue. */
  readonly schedulerRoleArn: string;
  /** What resource ARNs and role ARNs in flows stand for, where the naming convention does not say it. */
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
}
