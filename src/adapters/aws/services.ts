import type { EngineServices } from '../../engine/services.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import { ALL_CHILD_STARTS } from '../../ports/child-starts.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Objects } from '../../ports/objects.ts';
import type { TaskTargets } from '../../ports/task-targets.ts';
import type { Schedules } from '../../ports/timers.ts';
import { randomIds, systemClock } from '../system.ts';
import type { EngineClients } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { flowCountsOf } from './counts/flow-counts.ts';
import { awsCronProblem } from './dispatch/aws-cron.ts';
import { EventBridgeSchedules } from './dispatch/scheduler-schedules.ts';
import { SchedulerTimers } from './dispatch/scheduler-timers.ts';
import { SqsDispatchQueue } from './dispatch/sqs-dispatch-queue.ts';
import { DynamoDbExecutionStore } from './executions/dynamodb-execution-store.ts';
import { DynamoDbHeartbeats } from './executions/dynamodb-heartbeats.ts';
import { DynamoDbFlowStore } from './flows/dynamodb-flow-store.ts';
import { AWS_LIMITS } from './physical-limits.ts';
import { roleProblem } from './targets/flow-roles.ts';

/** Everything that the engine and the operations of the API use, on AWS. */
export interface AwsServices extends EngineServices {
  readonly region: string;
  readonly schedules: Schedules;
  readonly maxWaitSeconds: number;
  /** Why a valid cron expression cannot be used here; undefined when it can. */
  readonly cronProblem: (expression: string) => string | undefined;
  /** Why a flow may not have a role; undefined when it may. */
  readonly roleProblem: (roleArn: string) => string | undefined;
}

/** The parts of the services besides the deployment's configuration. */
export interface ServiceParts {
  readonly clients: EngineClients;
  readonly blobs: BlobStore;
  readonly targets: TaskTargets;
  readonly objects: Objects;
  readonly logger: Logger;
}

/** Puts the adapters together; clients are made once and shared. */
export function assembleServices(
  config: AwsConfig,
  { clients, blobs, targets, objects, logger }: ServiceParts,
): AwsServices {
  const { dynamoDb, sqs, scheduler } = clients;
  const clock = systemClock;
  const queue = new SqsDispatchQueue({
    client: sqs,
    queueUrl: config.dispatchQueueUrl,
    ids: randomIds,
    clock,
  });
  const home = {
    group: config.scheduleGroup,
    queueArn: config.dispatchQueueArn,
    deadLetterQueueArn: config.deadLetterQueueArn,
    roleArn: config.schedulerRoleArn,
  };
  const retentionSeconds = config.retentionDays * 86_400;
  const kept = { client: dynamoDb, table: config.executionsTable, clock, retentionSeconds };
  return {
    executions: new DynamoDbExecutionStore(kept),
    blobs,
    heartbeats: new DynamoDbHeartbeats(kept),
    flows: new DynamoDbFlowStore({ client: dynamoDb, table: config.flowsTable, clock }),
    ...(config.countsFlows && { flowCounts: flowCountsOf({ ...kept, logger }) }),
    queue,
    timers: new SchedulerTimers({ client: scheduler, home, queue, clock }),
    schedules: new EventBridgeSchedules({ client: scheduler, home, clock }),
    targets,
    objects,
    childStarts: ALL_CHILD_STARTS,
    clock,
    ids: randomIds,
    logger,
    physical: AWS_LIMITS,
    limits: config.limits,
    region: config.region,
    maxWaitSeconds: config.maxWaitSeconds,
    cronProblem: awsCronProblem,
    roleProblem: (roleArn) => roleProblem(roleArn, config),
  };
}
