import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type TimedAnswer, withDestinations } from '../../test/aws/emulated/destinations.ts';
import {
  createTables,
  dynamoDbClient,
  startDynamoDb,
  TEST_ACCOUNT,
} from '../../test/aws/emulated/dynamodb.ts';
import { serve } from '../../test/aws/emulated/http.ts';
import { type Invocation, startLambda } from '../../test/aws/emulated/lambda.ts';
import { ObjectEmulator } from '../../test/aws/emulated/objects.ts';
import { QueueEmulator } from '../../test/aws/emulated/queues.ts';
import { SchedulerEmulator } from '../../test/aws/emulated/scheduler.ts';
import { startSts } from '../../test/aws/emulated/sts.ts';
import { answerCalls, shiftTime } from './child.ts';
import { startCountingProxy } from './counting-proxy.ts';
import { Meter } from './meter.ts';

// node emulators.ts: everything that the functions reach, behind proxies that count.

/** Where things are, as the functions are told. */
export interface Surroundings {
  readonly executionsTable: string;
  readonly flowsTable: string;
  readonly queueUrl: string;
  readonly replyQueueUrl: string;
  readonly workQueueUrl: string;
  /** Addresses by service, counted. */
  readonly endpoints: Readonly<
    Record<'DYNAMODB' | 'SQS' | 'SCHEDULER' | 'LAMBDA' | 'EVENTBRIDGE' | 'S3' | 'STS', string>
  >;
  /** Queues without counting, for workers. */
  readonly queues: string;
  /** Objects without counting, for those who bring them. */
  readonly objects: string;
}

const DISPATCH = 'dispatch';
const REPLIES = 'replies';
const WORK = 'bench-work';

const meter = new Meter();
const dynamoDb = await startDynamoDb();
const tables = await createTables(dynamoDbClient(dynamoDb.endpoint));
const tableProxy = await startCountingProxy(dynamoDb.endpoint, meter.onTable, (body) =>
  body.replace('"ReturnConsumedCapacity":"TOTAL"', '"ReturnConsumedCapacity":"INDEXES"'),
);
const queues = await QueueEmulator.open();
const queueProxy = await startCountingProxy(queues.endpoint, meter.onQueue);
const sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: queueProxy.endpoint, useQueueUrlAsEndpoint: false });
for (const QueueName of [DISPATCH, REPLIES, WORK]) await sqs.send(new CreateQueueCommand({ QueueName }));
const scheduler = new SchedulerEmulator(async (_arn, MessageBody) => {
  meter.onScheduleFired();
  await sqs.send(new SendMessageCommand({ QueueUrl: queues.urlOf(DISPATCH), MessageBody }));
});
const schedulerProxy = await startCountingProxy(await scheduler.open(), meter.onScheduler);
const bus = await serve(async () => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}',
}));
const busProxy = await startCountingProxy(bus.endpoint, meter.onEvents);
const objects = await new ObjectEmulator().open();
const objectProxy = await startCountingProxy(objects, meter.onObjects);
const lambda = await startLambda(
  withDestinations(runFunction, { sqs, queueUrl: queues.urlOf(REPLIES), undelivered: [] }),
);
meter.take();

const calls = new Map<string, number>();
/** A result may have 6 MiB together with what else is at its step. */
const LARGE = 'x'.repeat(6 * 1024 * 1024 - 1024);

/** `work-60` runs for so many seconds; `step` answers; `countdown` counts down; `failtwice` does so every third time, `status` is done every fifth, `fail` never answers; `large` answers with almost 6 MiB. */
async function runFunction({ functionName, payload }: Invocation): Promise<TimedAnswer> {
  meter.onTaskCall();
  const call = (calls.get(functionName) ?? 0) + 1;
  calls.set(functionName, call);
  const isBusy = functionName === 'bench-fail' || (functionName === 'bench-failtwice' && call % 3 !== 0);
  if (isBusy) {
    return { kind: 'functionError', payload: '{"errorType":"Busy","errorMessage":"try again","trace":[]}' };
  }
  const [, seconds] = /^bench-work-(\d+)$/.exec(functionName) ?? [];
  if (seconds !== undefined)
    return { kind: 'returned', payload: '{"done":true}', ranMs: Number(seconds) * 1000 };
  if (functionName === 'bench-large') return { kind: 'returned', payload: `{"n":${call},"text":"${LARGE}"}` };
  if (functionName === 'bench-countdown') return { kind: 'returned', payload: countedDown(payload) };
  const status = call % 5 === 0 ? 'done' : 'running';
  return {
    kind: 'returned',
    payload: functionName === 'bench-status' ? `{"status":"${status}"}` : '{"done":true}',
  };
}

function countedDown(payload: string): string {
  const { left, from }: { readonly left?: number; readonly from: number } = JSON.parse(payload);
  return JSON.stringify({ left: (left ?? from) - 1 });
}

/** When something falls due next; undefined when nothing will. */
function nextDue(): number | undefined {
  const now = Date.now();
  const times = [queues.nextDue(DISPATCH, now), queues.nextDue(REPLIES, now), scheduler.nextDue()].filter(
    (time) => time !== undefined,
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

const surroundings: Surroundings = {
  executionsTable: tables.executions,
  flowsTable: tables.flows,
  queueUrl: queues.urlOf(DISPATCH),
  replyQueueUrl: queues.urlOf(REPLIES),
  workQueueUrl: queues.urlOf(WORK),
  endpoints: {
    DYNAMODB: tableProxy.endpoint,
    SQS: queueProxy.endpoint,
    SCHEDULER: schedulerProxy.endpoint,
    LAMBDA: lambda.endpoint,
    EVENTBRIDGE: busProxy.endpoint,
    S3: objectProxy.endpoint,
    STS: (await startSts()).endpoint,
  },
  queues: queues.endpoint,
  objects,
};

answerCalls({
  surroundings: () => surroundings,
  take: () => meter.take(),
  nextDue,
  shiftTime: async (offset) => {
    shiftTime(offset as number);
    await scheduler.fireDue();
  },
});
