import { readFileSync } from 'node:fs';
import type { AwsConfig } from '../src/adapters/aws/config.ts';
import type { Naming } from '../src/adapters/aws/targets/resource-names.ts';
import { LIMIT_PROFILES, type LimitProfile } from '../src/limits.ts';
import type { StatusChange } from '../src/ports/status-events.ts';

/** The environment variables by which functions of a deployment find its resources. */
export const ENVIRONMENT = {
  executionsTable: 'EXECUTIONS_TABLE',
  flowsTable: 'FLOWS_TABLE',
  blobsBucket: 'BLOBS_BUCKET',
  dispatchQueueUrl: 'DISPATCH_QUEUE_URL',
  dispatchQueueArn: 'DISPATCH_QUEUE_ARN',
  /** Queue with what became of the calls of functions for which no driver waits. */
  replyQueueUrl: 'REPLY_QUEUE_URL',
  deadLetterQueueArn: 'DEAD_LETTER_QUEUE_ARN',
  scheduleGroup: 'SCHEDULE_GROUP',
  schedulerRoleArn: 'SCHEDULER_ROLE_ARN',
  /** Role of flows that name none; empty when such flows may call nothing. */
  defaultFlowRoleArn: 'DEFAULT_FLOW_ROLE_ARN',
  /** Paths under which flows may have roles, separated by commas. */
  rolePaths: 'ROLE_PATHS',
  /** File with a JSON object: resource ARNs as flows write them, and the ARNs of what they stand for. */
  bindingsFile: 'BINDINGS_FILE',
  limitsProfile: 'LIMITS_PROFILE',
  /** Days after its end for which an execution can be looked at. */
  retentionDays: 'RETENTION_DAYS',
  /** `true` where ends are counted by flow and hour; empty otherwise. */
  flowCounts: 'FLOW_COUNTS',
  /** Where traces go, as OpenTelemetry names it; empty where none do. */
  tracesEndpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  /** Name or ARN of the bus that hears of executions; empty when none does. */
  eventBus: 'EVENT_BUS',
  /** The changes that it hears of, separated by commas. */
  eventChanges: 'EVENT_CHANGES',
  /** Secret with the keys of the RPC route: a JSON object of secrets by access key id. */
  keysSecretArn: 'KEYS_SECRET_ARN',
} as const;

/** The CloudWatch namespace of everything that the functions measure themselves. */
export const METRICS_NAMESPACE = 'FdlOnAws';

/** The route on which the function checks callers by keys; the gateway lets every caller through to it. */
export const RPC_ROUTE = 'ANY /';

/** Path of the operations for users of the console; the gateway has checked their tokens. */
export const USERS_PATH = '/api/';

/** Values of a deployment's environment variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where queues and topics lie in the original's protocol. */
export const MNS_PATHS = ['/queues', '/queues/{proxy+}', '/topics', '/topics/{proxy+}'] as const;

/** The gateway gives up after 29 seconds; a wait for an execution's end, or for a message, must be over before. */
export const MAX_WAIT_SECONDS = 25;

/**
 * The configuration of the adapters.
 *
 * @throws when a variable is missing: such a function must not start.
 */
export function readAwsConfig(env: Environment): AwsConfig {
  const defaultRoleArn = env[ENVIRONMENT.defaultFlowRoleArn];
  return {
    ...readNaming(env),
    executionsTable: readVariable(env, ENVIRONMENT.executionsTable),
    flowsTable: readVariable(env, ENVIRONMENT.flowsTable),
    blobsBucket: readVariable(env, ENVIRONMENT.blobsBucket),
    dispatchQueueUrl: readVariable(env, ENVIRONMENT.dispatchQueueUrl),
    dispatchQueueArn: readVariable(env, ENVIRONMENT.dispatchQueueArn),
    deadLetterQueueArn: readVariable(env, ENVIRONMENT.deadLetterQueueArn),
    scheduleGroup: readVariable(env, ENVIRONMENT.scheduleGroup),
    schedulerRoleArn: readVariable(env, ENVIRONMENT.schedulerRoleArn),
    ...(defaultRoleArn && { defaultRoleArn }),
    allowedRolePaths: readVariable(env, ENVIRONMENT.rolePaths).split(','),
    limits: LIMIT_PROFILES[readVariable(env, ENVIRONMENT.limitsProfile) as LimitProfile],
    maxWaitSeconds: MAX_WAIT_SECONDS,
    retentionDays: Number(readVariable(env, ENVIRONMENT.retentionDays)),
    ...(env[ENVIRONMENT.flowCounts] && { countsFlows: true as const }),
    ...readEvents(env),
  };
}

function readEvents(env: Environment): Pick<AwsConfig, 'events'> {
  const bus = env[ENVIRONMENT.eventBus];
  if (!bus) return {};
  return {
    events: { bus, changes: readVariable(env, ENVIRONMENT.eventChanges).split(',') as StatusChange[] },
  };
}

/** Region and account of the deployment, and its bindings of names. @throws when a variable is missing. */
export function readNaming(env: Environment): Naming {
  const [, , , region = '', accountId = ''] = readVariable(env, ENVIRONMENT.dispatchQueueArn).split(':');
  return { region, accountId, bindings: readBindings(env[ENVIRONMENT.bindingsFile]) };
}

function readBindings(file: string | undefined): Readonly<Record<string, string>> {
  return file ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** A variable that must be set. @throws when it is not. */
export function readVariable(env: Environment, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set`);
  return value;
}
