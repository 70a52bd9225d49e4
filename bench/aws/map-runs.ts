import { PutObjectCommand } from '@aws-sdk/client-s3';
import { openS3 } from '../../src/adapters/aws/objects/open-s3.ts';
import { TEST_ACCOUNT } from '../../test/aws/emulated/dynamodb.ts';
import { format, round } from '../figure.ts';
import type { AwsHome } from './home.ts';
import { costsOf, totalOf } from './prices.ts';
import { measure, type Scenario } from './scenarios.ts';
import { difference, divide, sum, type UnitCounts, type Usage, unitCountsOf } from './usage.ts';

/** Usage and price of a part of a distributed foreach. */
export interface MapRunCost extends UnitCounts {
  readonly title: string;
  readonly objectReads: number;
  readonly objectWrites: number;
  /** Dollars of a million items. */
  readonly perMillion: number;
}

/** As in the flows. */
const BATCH_ITEMS = 1_000;
const BATCHES_OF_A_MILLION = 1_000_000 / BATCH_ITEMS;

/** Two runs, of which the second has so many batches more. */
const FEW = 10;
const MORE = 30;

/** Counts map runs of items of a collection, and of an object with the results written; a million items are computed from two runs. */
export async function measureMapRuns(home: AwsHome): Promise<readonly MapRunCost[]> {
  const collection = await usageOf(home, ofCollection);
  const object = await usageOf(home, ofObject);
  const million = sum(object.few, divide(object.batch, 1 / (BATCHES_OF_A_MILLION - FEW)));
  return [
    rowOf('a batch of 1,000 items of a collection', collection.batch, BATCHES_OF_A_MILLION),
    rowOf('a batch of 1,000 items of an object, results written', object.batch, BATCHES_OF_A_MILLION),
    rowOf('a million items of an object in such batches', million, 1),
  ];
}

/** The usage of a short run, and of each batch that a longer one has beyond it. */
async function usageOf(
  home: AwsHome,
  scenarioOf: (home: AwsHome, batches: number) => Promise<Scenario>,
): Promise<{ readonly few: Usage; readonly batch: Usage }> {
  const { usage: few } = await measure(home, await scenarioOf(home, FEW));
  const { usage: many } = await measure(home, await scenarioOf(home, FEW + MORE));
  return { few, batch: divide(difference(many, few), MORE) };
}

async function ofCollection(_home: AwsHome, batches: number): Promise<Scenario> {
  return scenario('map-run', batches, { orders: ordersOf(batches) });
}

/** Brings the object, which is not counted. */
export async function ofObject({ surroundings }: AwsHome, batches: number): Promise<Scenario> {
  const key = `orders-${batches}.jsonl`;
  const Body = ordersOf(batches)
    .map((order) => `${JSON.stringify(order)}\n`)
    .join('');
  const s3 = openS3({ ...TEST_ACCOUNT, endpoint: surroundings.objects });
  await s3.send(new PutObjectCommand({ Bucket: 'orders', Key: key, Body }));
  s3.destroy();
  return scenario('map-run-of-object', batches, { key });
}

/** Items of about a hundred bytes. */
function ordersOf(batches: number) {
  return Array.from({ length: batches * BATCH_ITEMS }, (_, index) => ({
    id: `ORD-${String(index).padStart(7, '0')}`,
    customer: `customer-${index % 977}@example.com`,
    amount: (index % 400) + 0.5,
    currency: 'EUR',
    express: index % 7 === 0,
  }));
}

function scenario(flow: string, batches: number, input: unknown): Scenario {
  return { name: flow, title: `${batches} batches`, flow, input, executions: 1, taskSteps: batches };
}

function rowOf(title: string, usage: Usage, times: number): MapRunCost {
  return {
    title,
    ...unitCountsOf(usage),
    objectReads: round(usage.objectReads),
    objectWrites: round(usage.objectWrites),
    perMillion: round(totalOf(costsOf(usage)) * times),
  };
}

/** Usage of map runs, as a Markdown table. */
export function mapRunTable(rows: readonly MapRunCost[]): string {
  const lines = rows.map(({ title, perMillion, ...uses }) => {
    const counts = [uses.writeUnits, uses.readUnits, uses.queueRequests, uses.invocations];
    const objects = [uses.objectReads, uses.objectWrites];
    return `| ${title} | ${[...counts, ...objects].map(format).join(' | ')} | $${format(perMillion)} |`;
  });
  return [
    '| | Write units | Read units | Queue requests | Invocations | GETs | PUTs | A million items |',
    '|---|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
