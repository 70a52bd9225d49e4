import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  CloudFormationCustomResourceEvent,
  Context,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import type { Example } from '../../examples/runner/example.ts';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import type { RollbackEvent } from '../../lambdas/lead-alias.ts';
import type { JsonObject } from '../../src/common/json.ts';
import { FunctionRunner } from '../../src/local/functions/function-runner.ts';
import { thrownError } from '../../src/local/functions/thrown-error.ts';
import { type Context as ExampleContext, releasableFunctionsOf } from '../helpers/example-functions.ts';
import { eventRulesOf, objectCreatedEvent } from '../helpers/example-stacks.ts';
import { openObjectHome } from '../helpers/object-home.ts';
import { openOtlpReceiver, type ReceivedSpan } from '../helpers/otlp-receiver.ts';
import { openQueueHome } from '../helpers/queue-home.ts';
import { type BusEvent, startBus } from './emulated/bus.ts';
import { withDestinations } from './emulated/destinations.ts';
import { createTables, dynamoDbClient, startDynamoDb, TEST_ACCOUNT } from './emulated/dynamodb.ts';
import { sentFor } from './emulated/event-bus.ts';
import { lambdaContext, pump } from './emulated/event-source.ts';
import { serve, type TestRequest, type TestResponse } from './emulated/http.ts';
import { type Invocation, type InvocationAnswer, startLambda } from './emulated/lambda.ts';
import { SchedulerEmulator } from './emulated/scheduler.ts';
import { type Session, startSts } from './emulated/sts.ts';
import { DEFAULT_FLOW_ROLE_ARN } from './iam/deployed.ts';
import { recording } from './iam/recorder.ts';

type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** The functions of a deployment, as Lambda calls them. */
interface Handlers {
  readonly api: Handler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;
  readonly driver: Handler<SQSEvent, SQSBatchResponse>;
  readonly registrar: Handler<CloudFormationCustomResourceEvent | RollbackEvent, void>;
}

/** The service as `npx cdk deploy` makes it, with its functions in this process and emulators around them. */
export interface Deployment extends AsyncDisposable {
  /** Address of the API, the gateway in front included. */
  readonly api: string;
  /** Address of queues and topics. */
  readonly queues: string;
  readonly registrar: Handlers['registrar'];
  /** Address of objects, whose creation is an event on the bus. */
  readonly objects: string;
  /** Roles that have been taken on, by the access key ids of their sessions. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** What the functions have told the bus of executions. */
  readonly statusEvents: readonly BusEvent[];
  /** The spans that drivers have sent. */
  readonly spans: readonly ReceivedSpan[];
  /** The client contexts that the function `deployment-count` was called with. */
  readonly clientContexts: readonly string[];
  /** Puts an event on the bus, where the rules of the examples' stacks look at it. */
  putEvent(event: JsonObject): Promise<void>;
  /** Fires all schedules. */
  fireSchedules(): Promise<void>;
  /** Puts functions of a folder in the place of those of the same names. */
  release(folder: URL): Promise<void>;
}

/** Brings a handler once the environment says where everything is. */
export type LoadHandler = (name: keyof Handlers) => Promise<Handler<never, unknown>>;

const fromSource: LoadHandler = async (name) => (await import(`../../lambdas/${name}.ts`)).handler;

/** The access key of the deployment's RPC route. */
export const ACCESS_KEY = { id: 'fdl', secret: 'a-secret-of-the-deployment' };

/**
 * Brings a service up in which the functions of examples exist under the names that Lambda would have them by. `load` brings the handler of
 * a function.
 */
export async function deploy(
  examples: readonly Example[],
  load: LoadHandler = fromSource,
): Promise<Deployment> {
  await using opening = new AsyncDisposableStack();
  const endpoints = { api: '', queues: '' };

  const dynamoDb = await startDynamoDb();
  opening.defer(() => dynamoDb.stop());
  const tables = await createTables(dynamoDbClient(dynamoDb.endpoint));
  const released: URL[] = [];
  const objects = await openObjectHome({
    buckets: ['blobs', ...examples.flatMap(({ buckets }) => buckets)],
    onCreated: (created) => putEvent(objectCreatedEvent(created)),
  });
  opening.defer(() => objects.close());
  const context = { objects: objects.url };
  const sts = await startSts();
  opening.defer(() => sts.close());
  const secrets = await serve(async () => secretAnswer());
  opening.defer(() => secrets.close());

  const directories = examples
    .map(({ folder }) => fileURLToPath(new URL('functions', folder)))
    .filter((directory) => existsSync(directory));
  const subscribers = new FunctionRunner(
    () => ({ directories, endpoints }),
    () => {},
  );
  opening.defer(() => subscribers.close());
  const queues = await openQueueHome();
  opening.defer(() => queues.close());
  await queues.startPushing(subscribers);
  endpoints.queues = queues.url;

  const sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: queues.url, useQueueUrlAsEndpoint: false });
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dispatch' }));
  const replies = await sqs.send(new CreateQueueCommand({ QueueName: 'replies' }));
  const replyQueueUrl = replies.QueueUrl ?? '';
  const clientContexts: string[] = [];
  const run = withCounting(exampleFunctions(examples, released, context), clientContexts);
  const lambda = await startLambda(withDestinations(run, { sqs, queueUrl: replyQueueUrl, undelivered: [] }));
  opening.defer(() => lambda.close());
  const send = async (body: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  };
  const rules = examples.flatMap(eventRulesOf);
  const putEvent = async (event: JsonObject) => {
    for (const message of sentFor(event, rules)) await send(message);
  };
  const scheduler = new SchedulerEmulator((_target, input) => send(input));
  const schedulerEndpoint = await scheduler.open();
  opening.defer(() => scheduler.close());
  const bus = await startBus();
  opening.defer(() => bus.close());
  const receiver = opening.use(await openOtlpReceiver());

  Object.assign(process.env, {
    [ENVIRONMENT.executionsTable]: tables.executions,
    [ENVIRONMENT.flowsTable]: tables.flows,
    [ENVIRONMENT.blobsBucket]: 'blobs',
    [ENVIRONMENT.dispatchQueueUrl]: QueueUrl,
    [ENVIRONMENT.dispatchQueueArn]: `arn:aws:sqs:${TEST_ACCOUNT.region}:000000000000:dispatch`,
    [ENVIRONMENT.replyQueueUrl]: replyQueueUrl,
    [ENVIRONMENT.deadLetterQueueArn]: `arn:aws:sqs:${TEST_ACCOUNT.region}:000000000000:dead-letters`,
    [ENVIRONMENT.scheduleGroup]: 'timers',
    [ENVIRONMENT.schedulerRoleArn]: 'arn:aws:iam::000000000000:role/timers',
    [ENVIRONMENT.defaultFlowRoleArn]: DEFAULT_FLOW_ROLE_ARN,
    [ENVIRONMENT.rolePaths]: '/fdl-flow/',
    [ENVIRONMENT.limitsProfile]: 'default',
    [ENVIRONMENT.retentionDays]: '90',
    [ENVIRONMENT.flowCounts]: 'true',
    [ENVIRONMENT.tracesEndpoint]: receiver.url,
    // The examples have deadlines, and traces are made in this process, too: only callers that ask for one get it.
    OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    [ENVIRONMENT.eventBus]: 'default',
    [ENVIRONMENT.eventChanges]: 'ended,started',
    [ENVIRONMENT.keysSecretArn]: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:keys',
    AWS_REGION: TEST_ACCOUNT.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
    AWS_ENDPOINT_URL_S3: objects.url,
    AWS_ENDPOINT_URL_SQS: queues.url,
    AWS_ENDPOINT_URL_SNS: queues.url,
    AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    AWS_ENDPOINT_URL_SCHEDULER: schedulerEndpoint,
    AWS_ENDPOINT_URL_STS: sts.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  // Functions read their environment when they are loaded.
  const handlers = {
    api: recording('Api', await load('api')),
    driver: recording('Driver', await load('driver')),
    registrar: recording('Registrar', await load('registrar')),
  } as Handlers;
  const gateway = await serve((request) => throughGateway(request, handlers.api));
  opening.defer(() => gateway.close());
  endpoints.api = gateway.endpoint;

  const stopping = new AbortController();
  const pumping = [QueueUrl, replyQueueUrl].map((url) => pump(sqs, url, handlers.driver, stopping.signal));
  opening.defer(async () => {
    stopping.abort();
    await Promise.all(pumping);
  });
  const opened = opening.move();
  return {
    ...endpoints,
    registrar: handlers.registrar,
    objects: objects.url,
    sessions: sts.sessions,
    statusEvents: bus.events,
    spans: receiver.spans,
    clientContexts,
    putEvent,
    fireSchedules: () => scheduler.fireLast(),
    release: async (folder) => {
      released.unshift(folder);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function secretAnswer(): TestResponse {
  const SecretString = JSON.stringify({ [ACCESS_KEY.id]: ACCESS_KEY.secret });
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ SecretString, VersionId: '1' }),
  };
}

/** The function `deployment-count` beside others: it adds one to `n`. */
function withCounting(others: (call: Invocation) => Promise<InvocationAnswer>, contexts: string[]) {
  return async (call: Invocation): Promise<InvocationAnswer> => {
    if (call.functionName !== 'deployment-count') return others(call);
    contexts.push(call.clientContext ?? '');
    const { n = 0 }: { readonly n?: number } = JSON.parse(call.payload);
    return { kind: 'returned', payload: JSON.stringify({ n: n + 1 }) };
  };
}

/** Functions of all examples by the names of the naming rule, with error reports as they are recorded. */
function exampleFunctions(examples: readonly Example[], released: readonly URL[], home: ExampleContext) {
  const finders = examples.map((example) => releasableFunctionsOf(example, released, home));
  return async ({ functionName, qualifier, payload }: Invocation): Promise<InvocationAnswer> => {
    const target = {
      kind: 'function' as const,
      resourceArn: functionName,
      functionName,
      ...(qualifier !== undefined && { qualifier }),
    };
    for (const find of finders) {
      const run = await find(target);
      if (run === undefined) continue;
      try {
        return { kind: 'returned', payload: JSON.stringify((await run(JSON.parse(payload))) ?? null) };
      } catch (error) {
        return { kind: 'functionError', payload: JSON.stringify(errorReport(error)) };
      }
    }
    return { kind: 'refused', status: 404, exception: 'ResourceNotFoundException', message: functionName };
  };
}

/** Vitest does not let a function end this process; what is told is what Lambda would tell. */
function errorReport(error: unknown) {
  const report = thrownError(error);
  if (report.errorMessage.startsWith('process.exit')) {
    return { errorMessage: 'Process exited unexpectedly before completing request' };
  }
  return { ...report, stackTrace: [] };
}

/** A request as an HTTP API passes it on, and the response that it makes of the answer of its function. */
async function throughGateway(
  { method, path, query, headers, body }: TestRequest,
  api: Handlers['api'],
): Promise<TestResponse> {
  const event = {
    version: '2.0',
    routeKey: path === '/' ? 'ANY /' : 'ANY /{proxy+}',
    rawPath: path,
    rawQueryString: query.toString(),
    headers: headers as Record<string, string>,
    requestContext: { http: { method, path } },
    body: body.toString('base64'),
    isBase64Encoded: true,
  } as unknown as APIGatewayProxyEventV2;
  const answer = await api(event, lambdaContext());
  return {
    status: answer.statusCode ?? 200,
    headers: answer.headers as Record<string, string>,
    body: answer.body ?? '',
  };
}
