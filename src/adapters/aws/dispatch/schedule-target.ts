import type { Target } from '@aws-sdk/client-scheduler';

/**
 * EventBridge Scheduler puts an id in the place of these words, another one for each try to deliver: of two copies of a
 * message, one owns the effects that follow.
 */
export const FIRING_ID = '<aws.scheduler.execution-id>';

/** The group of the schedules, their target, and their role. */
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
