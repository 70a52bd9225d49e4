import { queueRequestsOf, type Usage, writeUnitsOf } from './usage.ts';

/** Dollars, list prices of us-east-1 without free tier (docs/guide/operations.md). */
const PRICES = {
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  queueRequest: 0.4e-6,
  lambdaRequest: 0.2e-6,
  lambdaGigabyteSecond: 13.3334e-6,
  schedule: 1e-6,
  statusEvent: 1e-6,
  objectRead: 0.4e-6,
  objectWrite: 5e-6,
  apiRequest: 1e-6,
  logGigabyte: 0.5,
  trace: 5e-6,
} as const;

/** Memory of the functions, `lib/service/api.ts` and `lib/service/driver.ts`. */
const GIGABYTES = 0.5;
/** Lambda gives a core for 1,769 MB, and a part of one for less. */
const CORES = 512 / 1769;
/** How long a call to DynamoDB, SQS, Scheduler, S3 or Lambda is waited for, besides what a task takes: an assumption. */
const CALL_MS = 5;
/** The bytes that API Gateway logs of each request: an estimate. Lambda writes about failed invocations only. */
const ACCESS_LOG_BYTES = 350;
/** Share of the invocations that are traced when there are many. */
const TRACED = 0.05;

/** The price of some work in dollars, by the unit of payment. */
export interface Costs {
  readonly tables: number;
  readonly queues: number;
  readonly lambda: number;
  readonly scheduler: number;
  readonly events: number;
  readonly objects: number;
  readonly api: number;
  readonly logs: number;
}

/** The costs of some work. What is waited for is counted as if one call came after another. */
export function costsOf(usage: Usage): Costs {
  const calls = usage.apiCalls + usage.driverCalls;
  const logBytes = usage.logBytes + usage.apiCalls * ACCESS_LOG_BYTES;
  const seconds = billedMilliseconds(usage) / 1000;
  return {
    tables: writeUnitsOf(usage) * PRICES.writeUnit + usage.readUnits * PRICES.readUnit,
    queues: queueRequestsOf(usage) * PRICES.queueRequest,
    lambda: calls * PRICES.lambdaRequest + seconds * GIGABYTES * PRICES.lambdaGigabyteSecond,
    scheduler: usage.schedulesFired * PRICES.schedule,
    events: usage.statusEvents * PRICES.statusEvent,
    objects: usage.objectReads * PRICES.objectRead + usage.objectWrites * PRICES.objectWrite,
    api: usage.apiCalls * PRICES.apiRequest,
    logs: (logBytes / 1e9) * PRICES.logGigabyte + calls * TRACED * PRICES.trace,
  };
}

/** Milliseconds that Lambda bills: deciding on a part of a core, and waiting for services. */
export function billedMilliseconds({ apiCpu, driverCpu, awaitedCalls }: Usage): number {
  return (apiCpu + driverCpu) / CORES + awaitedCalls * CALL_MS;
}

/** The price of so many milliseconds in which a driver waits for a function. */
export function waitingCost(milliseconds: number): number {
  return (milliseconds / 1000) * GIGABYTES * PRICES.lambdaGigabyteSecond;
}

/** All of it. */
export function totalOf(costs: Costs): number {
  return Object.values(costs).reduce((sum, dollars) => sum + dollars, 0);
}
