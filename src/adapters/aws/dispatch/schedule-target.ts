import type { Target } from '@aws-sdk/client-scheduler';

/**
 * In the place of these words EventBridge Scheduler writes an id, another one for each try to deliver: of two copies of
 * a message, one owns what follows.
 */
export const FIRING_ID = '<aws.scheduler.execution-id>';

/** Where schedules live and what they fire at. */
export interface ScheduleHome {
  readonly group: string;
  readonly queueArn: string;
  readonly deadLetterQueueArn: string;
  /** The role with which they send to both queues. */
  readonly roleArn: string;
}

/**
 * The dispatch queue as the target of a schedule, with a message text. A firing that fails is repeated for a day, and is
 * then left with the dead letters.
 */
export function scheduleTarget(
  { queueArn, deadLetterQueueArn, roleArn }: ScheduleHome,
  input: string,
): Target {
  return {
    Arn: queueArn,
    RoleArn: roleArn,
    Input: input,
    DeadLetterConfig: { Arn: deadLetterQueueArn },
    RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
  };
}
