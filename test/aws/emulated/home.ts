import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsHome } from '../../../src/adapters/aws/aws-home.ts';
import { ObjectClient } from '../../../src/adapters/aws/blobs/object-client.ts';
import { S3BlobStore } from '../../../src/adapters/aws/blobs/s3-blob-store.ts';
import type { AwsConfig } from '../../../src/adapters/aws/config.ts';
import type { Received } from '../../../src/adapters/aws/dispatch/message-text.ts';
import { FlowObjectClient } from '../../../src/adapters/aws/objects/flow-object-client.ts';
import { S3Objects } from '../../../src/adapters/aws/objects/s3-objects.ts';
import { AwaitedReplies } from '../../../src/adapters/aws/replies/awaited-replies.ts';
import { messageOfReply } from '../../../src/adapters/aws/replies/reply-message.ts';
import { type AwsServices, assembleServices } from '../../../src/adapters/aws/services.ts';
import { FlowClients } from '../../../src/adapters/aws/targets/flow-clients.ts';
import { createAwsTaskTargets } from '../../../src/adapters/aws/targets/task-targets.ts';
import { systemClock } from '../../../src/adapters/system.ts';
import { type HistoryEvent, readHistory } from '../../../src/engine/history/history.ts';
import { runHome } from '../../../src/engine/run-home.ts';
import { startExecution } from '../../../src/engine/start-execution.ts';
import { DEFAULT_LIMITS } from '../../../src/limits.ts';
import type { Handled } from '../../../src/ports/dispatch-queue.ts';
import type { ExecutionHeader, ExecutionId } from '../../../src/ports/execution-store.ts';
import type { TaskTargets } from '../../../src/ports/task-targets.ts';
import { START } from '../../conformance/execution-fixtures.ts';
import { makeFlow } from '../../conformance/flow-fixtures.ts';
import { type Destinations, type TimedAnswer, withDestinations } from './destinations.ts';
import { TEST_ACCOUNT } from './dynamodb.ts';
import { type Invocation, startLambda } from './lambda.ts';
import { ObjectEmulator } from './objects.ts';
import { ACCOUNT, QueueEmulator } from './queues.ts';
import { SchedulerEmulator } from './scheduler.ts';
import { targetClientsOf } from './target-clients.ts';
import { FrozenQueue } from './time.ts';

/** The parts of a home besides the emulators that it starts itself. */
export interface EmulatedHomeParts {
  readonly dynamoDb: DynamoDBClient;
  readonly tables: { readonly executions: string; readonly flows: string };
  /** Where SQS is reached by who sends; the emulator itself when not given. */
  readonly sqsEndpoint?: (emulator: string) => Promise<string>;
  readonly invoke?: (call: Invocation) => Promise<TimedAnswer>;
  readonly destinations?: Partial<Destinations>;
  /** Stands in front of what calls tasks. */
  readonly targets?: (targets: TaskTargets) => TaskTargets;
  /** How often a message is received before it is put aside. */
  readonly maxReceiveCount?: number;
  /** Whether every message is delivered twice, to two drivers at once. @default false */
  readonly isDeliveredTwice?: boolean;
}

/** The engine on the AWS adapters and emulators, with time standing still until it is advanced. */
export class EmulatedHome implements AsyncDisposable {
  readonly home: AwsHome;
  readonly services: AwsServices;
  readonly invocations: readonly Invocation[];
  readonly objects: ObjectEmulator;
  readonly #frozen: FrozenQueue;
  readonly #scheduler: SchedulerEmulator;
  readonly #close: () => Promise<void>;

  private constructor(
    home: AwsHome,
    invocations: readonly Invocation[],
    objects: ObjectEmulator,
    frozen: FrozenQueue,
    scheduler: SchedulerEmulator,
    close: () => Promise<void>,
  ) {
    this.home = home;
    this.services = home.ports;
    this.invocations = invocations;
    this.objects = objects;
    this.#frozen = frozen;
    this.#scheduler = scheduler;
    this.#close = close;
  }

  static async open({ invoke = echo, ...parts }: EmulatedHomeParts): Promise<EmulatedHome> {
    const { dynamoDb, tables, sqsEndpoint, isDeliveredTwice = false } = parts;
    const closing = new AsyncDisposableStack();
    const queues = await QueueEmulator.open();
    closing.defer(() => queues.close());
    const frozen = await new FrozenQueue(queues).open(START, parts.maxReceiveCount);
    closing.defer(() => frozen.close());
    const scheduler = new SchedulerEmulator(async (_arn, MessageBody) => {
      await frozen.sqs.send(new SendMessageCommand({ QueueUrl: frozen.url, MessageBody }));
    });
    const schedulerEndpoint = await scheduler.open();
    closing.defer(() => scheduler.close());
    const invocations: Invocation[] = [];
    const undelivered: string[] = [];
    const destinations = { sqs: frozen.sqs, queueUrl: frozen.repliesUrl, undelivered };
    const called = withDestinations(async (call) => invoke(call), { ...destinations, ...parts.destinations });
    const lambda = await startLambda(async (call) => {
      invocations.push(call);
      return called(call);
    });
    closing.defer(() => lambda.close());

    const objects = new ObjectEmulator();
    const objectsEndpoint = await objects.open();
    const s3 = new ObjectClient({ ...TEST_ACCOUNT, endpoint: objectsEndpoint });
    closing.defer(() => objects.close());
    const blobs = new S3BlobStore({ openClient: async () => s3, bucket: 'blobs', clock: systemClock });
    const config = configOf(frozen, tables);
    const { endpoint } = queues;
    const sender = (await sqsEndpoint?.(endpoint)) ?? endpoint;
    const clients = {
      dynamoDb,
      sqs: new SQSClient({ ...TEST_ACCOUNT, endpoint: sender, useQueueUrlAsEndpoint: false, maxAttempts: 1 }),
      scheduler: new SchedulerClient({ ...TEST_ACCOUNT, endpoint: schedulerEndpoint }),
    };
    const flowClients = new FlowClients({
      create: () => ({
        ...targetClientsOf(endpoint),
        function: targetClientsOf(lambda.endpoint).function,
        objects: async () => new FlowObjectClient({ ...TEST_ACCOUNT, endpoint: objectsEndpoint }),
      }),
      assumeRole: () => Promise.reject(new Error('these flows have no roles')),
    });
    const replies = new AwaitedReplies(dynamoDb, tables.executions);
    const awsTargets = createAwsTaskTargets(flowClients, config, systemClock, replies);
    const targets = parts.targets?.(awsTargets) ?? awsTargets;
    const flowObjects = new S3Objects(flowClients, {
      ...config,
      defaultRoleArn: 'arn:aws:iam::000000000000:role/flows',
    });
    const logger = { info: () => {}, warn: () => {}, error: () => {} };
    const openDriver = async (): Promise<AwsHome> => {
      const home = new AwsHome(
        assembleServices(config, { clients, blobs, targets, objects: flowObjects, logger }),
      );
      await runHome(home, home.ports);
      return home;
    };
    const home = await openDriver();
    const others = isDeliveredTwice ? [await openDriver()] : [];
    const readReply = (received: Received) =>
      messageOfReply(received, { replies, clock: systemClock, logger });
    frozen.consume(async (message) => {
      const [handled] = await Promise.all([home, ...others].map((driver) => driver.deliver(message)));
      return handled as Handled;
    }, readReply);
    return new EmulatedHome(home, invocations, objects, frozen, scheduler, () => closing.disposeAsync());
  }

  /** Stores a flow and starts an execution of it. */
  async start(definition: string, input = '{}'): Promise<ExecutionId> {
    await this.services.flows.createFlow(makeFlow('orders', { definition }));
    const outcome = await startExecution(this.services, { flowName: 'orders', executionName: 'run', input });
    if (outcome.kind !== 'started') throw new Error(`The start was answered by ${outcome.kind}`);
    return outcome.header.id;
  }

  /** Lets so much time pass, and whatever falls due happen. */
  advance(milliseconds: number): Promise<void> {
    return this.#frozen.advance(milliseconds, this.#scheduler);
  }

  /** Moves the dead letters back; answers their texts. */
  redrive(): Promise<readonly string[]> {
    return this.#frozen.redrive();
  }

  async header(id: ExecutionId): Promise<ExecutionHeader> {
    const header = await this.services.executions.readHeader(id);
    if (header === undefined) throw new Error(`There is no execution ${id.name}`);
    return header;
  }

  async history(id: ExecutionId): Promise<readonly HistoryEvent[]> {
    return readHistory(this.services, await this.header(id), 1, 1_000);
  }

  async close(): Promise<void> {
    await this.#close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function configOf(frozen: FrozenQueue, tables: EmulatedHomeParts['tables']): AwsConfig {
  return {
    region: TEST_ACCOUNT.region,
    accountId: ACCOUNT,
    executionsTable: tables.executions,
    flowsTable: tables.flows,
    blobsBucket: 'blobs',
    dispatchQueueUrl: frozen.url,
    dispatchQueueArn: frozen.arn,
    deadLetterQueueArn: frozen.deadLettersArn,
    scheduleGroup: 'fdl',
    schedulerRoleArn: `arn:aws:iam::${ACCOUNT}:role/scheduler`,
    bindings: {},
    allowedRolePaths: ['/fdl-flow/'],
    limits: DEFAULT_LIMITS,
    maxWaitSeconds: 25,
    retentionDays: 90,
  };
}

async function echo({ payload }: Invocation): Promise<TimedAnswer> {
  return { kind: 'returned', payload };
}
