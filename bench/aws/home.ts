import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import type { Contract, OperationName } from '../../src/api/contract.ts';
import { TEST_ACCOUNT } from '../../test/aws/emulated/dynamodb.ts';
import { Child, shiftTime } from './child.ts';
import type { Surroundings } from './emulators.ts';
import type { Invoked } from './function-host.ts';
import { NOTHING, sum, type Usage } from './usage.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const HERE = import.meta.dirname;

/** Bundles a function as it is deployed; returns the module that is loaded first. */
export function bundle(entry: 'api' | 'driver', folder: string): string {
  const outdir = join(folder, entry);
  execFileSync(process.execPath, [
    `${REPOSITORY}build/bundle-handler.ts`,
    `${REPOSITORY}lambdas/${entry}.ts`,
    outdir,
  ]);
  return join(outdir, 'index.mjs');
}

/** The functions as they are deployed: of each the module that is loaded first. */
type Bundles = Readonly<Record<'api' | 'driver', string>>;

function makeBundles(closing: AsyncDisposableStack): Bundles {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-bundles-'));
  closing.defer(() => rmSync(folder, { recursive: true }));
  return { api: bundle('api', folder), driver: bundle('driver', folder) };
}

/**
 * The AWS home as it is deployed, with each function in a process of its own and emulators around them.
 *
 * Nothing happens at the same time, and time passes only where nothing is left to do: so what is counted is the same
 * in every run.
 */
export class AwsHome implements AsyncDisposable {
  readonly surroundings: Surroundings;
  readonly bundles: Bundles;
  /** Most memory that each function has taken, in megabytes. */
  readonly megabytes = { api: 0, driver: 0 };
  readonly #closing: AsyncDisposableStack;
  readonly #emulators: Child;
  readonly #api: Child;
  readonly #driver: Child;
  readonly #sqs: SQSClient;
  #usage: Usage = NOTHING;
  #offset = 0;

  private constructor(
    closing: AsyncDisposableStack,
    children: { readonly emulators: Child; readonly api: Child; readonly driver: Child },
    surroundings: Surroundings,
    bundles: Bundles,
  ) {
    this.#closing = closing;
    this.#emulators = children.emulators;
    this.#api = children.api;
    this.#driver = children.driver;
    this.surroundings = surroundings;
    this.bundles = bundles;
    const endpoint = surroundings.endpoints.SQS;
    this.#sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint, useQueueUrlAsEndpoint: false });
  }

  /**
   * `nodeOptions` are those of the processes of the functions, `settings` variables that the stack would set. With the
   * bundles of another home, which must end later, it makes none of its own.
   */
  static async start(
    nodeOptions = '',
    settings: Readonly<Record<string, string>> = {},
    made?: Bundles,
  ): Promise<AwsHome> {
    await using closing = new AsyncDisposableStack();
    const bundles = made ?? makeBundles(closing);
    const emulators = closing.use(await Child.start(join(HERE, 'emulators.ts'), []));
    const surroundings = await emulators.call<Surroundings>('surroundings');
    const environment = { ...environmentOf(surroundings), ...settings, NODE_OPTIONS: nodeOptions };
    const start = async (entry: 'api' | 'driver') =>
      closing.use(await Child.start(join(HERE, 'function-host.ts'), [bundles[entry]], environment));
    const api = await start('api');
    const driver = await start('driver');
    return new AwsHome(closing.move(), { emulators, api, driver }, surroundings, bundles);
  }

  /** One operation of the API. @throws when it is refused. */
  async call<Name extends OperationName>(
    operation: Name,
    request: Contract[Name]['request'],
  ): Promise<Contract[Name]['response']> {
    const event = {
      version: '2.0',
      routeKey: 'POST /{operation}',
      rawPath: `/${operation}`,
      rawQueryString: '',
      headers: { 'content-type': 'application/json' },
      requestContext: { http: { method: 'POST', path: `/${operation}` } },
      body: JSON.stringify(request),
      isBase64Encoded: false,
    };
    const { result, ...took } = await this.#api.call<Invoked>('invoke', event);
    this.#add({ apiCalls: 1, apiCpu: took.cpu, logBytes: Buffer.byteLength(took.log) });
    this.megabytes.api = Math.max(this.megabytes.api, took.megabytes);
    const { statusCode, body } = result as { readonly statusCode: number; readonly body: string };
    if (statusCode !== 200) throw new Error(`${operation} was answered by ${statusCode}: ${body}`);
    return JSON.parse(body);
  }

  /** Lets time pass, after all work is done. */
  async pass(milliseconds: number): Promise<void> {
    await this.#moveTo(Date.now() + milliseconds);
  }

  /** Lets everything happen that is due, and time pass, until nothing is left but `isDone`. */
  async settle(isDone: () => Promise<boolean> = async () => false): Promise<void> {
    for (;;) {
      let isBusy = false;
      for (const queueUrl of [this.surroundings.queueUrl, this.surroundings.replyQueueUrl]) {
        const messages = await this.#receive(queueUrl);
        if (messages.length > 0) await this.#handle(messages, queueUrl);
        isBusy ||= messages.length > 0;
      }
      if (isBusy) continue;
      const due = await this.#emulators.call<number | null>('nextDue');
      if (due === null || (await isDone())) return;
      await this.#moveTo(due);
    }
  }

  /** The usage since the last time. */
  async take(): Promise<Usage> {
    const usage = sum(this.#usage, await this.#emulators.call<Usage>('take'));
    this.#usage = NOTHING;
    return usage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closing.disposeAsync();
  }

  async #receive(QueueUrl: string): Promise<readonly Message[]> {
    const receive = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
    });
    return (await this.#sqs.send(receive)).Messages ?? [];
  }

  async #handle(messages: readonly Message[], QueueUrl: string): Promise<void> {
    const Records = messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes,
      eventSourceARN: `arn:aws:sqs:${TEST_ACCOUNT.region}:000000000000:${QueueUrl.split('/').at(-1)}`,
    }));
    const { result, ...took } = await this.#driver.call<Invoked>('invoke', { Records });
    this.#add({ driverCalls: 1, driverCpu: took.cpu, logBytes: Buffer.byteLength(took.log) });
    this.megabytes.driver = Math.max(this.megabytes.driver, took.megabytes);
    const { batchItemFailures } = result as SQSBatchResponse;
    if (took.log.includes('"ERROR"')) throw new Error(`A message failed: ${took.log}`);
    // A timer that came early keeps its message, which comes again.
    const returned = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const Entries = messages
      .filter(({ MessageId = '' }) => !returned.has(MessageId))
      .map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    if (Entries.length === 0) return;
    await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }

  async #moveTo(instant: number): Promise<void> {
    this.#offset += Math.max(instant - Date.now(), 0) + 1;
    shiftTime(this.#offset);
    await this.#api.call('shiftTime', this.#offset);
    await this.#driver.call('shiftTime', this.#offset);
    await this.#emulators.call('shiftTime', this.#offset);
  }

  #add(part: Partial<Usage>): void {
    this.#usage = sum(this.#usage, { ...NOTHING, ...part });
  }
}

/** The surroundings of a function. */
export function environmentOf(surroundings: Surroundings) {
  const { executionsTable, flowsTable, queueUrl, replyQueueUrl, endpoints } = surroundings;
  return {
    [ENVIRONMENT.executionsTable]: executionsTable,
    [ENVIRONMENT.flowsTable]: flowsTable,
    [ENVIRONMENT.blobsBucket]: 'values',
    [ENVIRONMENT.dispatchQueueUrl]: queueUrl,
    [ENVIRONMENT.replyQueueUrl]: replyQueueUrl,
    [ENVIRONMENT.dispatchQueueArn]: `arn:aws:sqs:${TEST_ACCOUNT.region}:000000000000:dispatch`,
    [ENVIRONMENT.deadLetterQueueArn]: `arn:aws:sqs:${TEST_ACCOUNT.region}:000000000000:dead-letters`,
    [ENVIRONMENT.scheduleGroup]: 'timers',
    [ENVIRONMENT.schedulerRoleArn]: 'arn:aws:iam::000000000000:role/timers',
    [ENVIRONMENT.defaultFlowRoleArn]: 'arn:aws:iam::000000000000:role/fdl-flow/bench',
    [ENVIRONMENT.rolePaths]: '/fdl-flow/',
    [ENVIRONMENT.limitsProfile]: 'default',
    [ENVIRONMENT.retentionDays]: '90',
    [ENVIRONMENT.keysSecretArn]: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:keys',
    AWS_REGION: TEST_ACCOUNT.region,
    AWS_ACCESS_KEY_ID: TEST_ACCOUNT.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_ACCOUNT.credentials.secretAccessKey,
    AWS_LAMBDA_FUNCTION_NAME: 'FdlOnAws-DriverFunction00000000',
    POWERTOOLS_SERVICE_NAME: 'FdlOnAws-driver',
    POWERTOOLS_METRICS_NAMESPACE: 'FdlOnAws',
    ...Object.fromEntries(
      Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]),
    ),
  };
}
