import { round } from '../figure.ts';

/** The usage of paid services by some work. */
export interface Usage {
  /** Write units of the tables themselves, and of their index. */
  readonly tableWrites: number;
  readonly indexWrites: number;
  readonly readUnits: number;
  /** Requests to queues, as they are billed, by what is asked. */
  readonly queueRequests: Readonly<Record<string, number>>;
  /** Messages that tasks sent to queues and topics of their own. */
  readonly taskMessages: number;
  readonly schedulesFired: number;
  /** Status events that were put on a bus. */
  readonly statusEvents: number;
  /** Requests to objects that are billed as reads, and as writes: lists are among these. */
  readonly objectReads: number;
  readonly objectWrites: number;
  readonly apiCalls: number;
  /** Batches handed to the driver. */
  readonly driverCalls: number;
  /** Milliseconds of one core. */
  readonly apiCpu: number;
  readonly driverCpu: number;
  /** Calls to services that the functions waited for. */
  readonly awaitedCalls: number;
  /** The bytes that the functions wrote to their logs. */
  readonly logBytes: number;
}

/** Nothing used. */
export const NOTHING: Usage = {
  tableWrites: 0,
  indexWrites: 0,
  readUnits: 0,
  queueRequests: {},
  taskMessages: 0,
  schedulesFired: 0,
  statusEvents: 0,
  objectReads: 0,
  objectWrites: 0,
  apiCalls: 0,
  driverCalls: 0,
  apiCpu: 0,
  driverCpu: 0,
  awaitedCalls: 0,
  logBytes: 0,
};

/** Both together. */
export function sum(one: Usage, other: Usage): Usage {
  const actions = new Set([...Object.keys(one.queueRequests), ...Object.keys(other.queueRequests)]);
  const queueRequests = Object.fromEntries(
    [...actions].map((action) => [
      action,
      (one.queueRequests[action] ?? 0) + (other.queueRequests[action] ?? 0),
    ]),
  );
  return { ...combine(one, other, (a, b) => a + b), queueRequests };
}

/** The usage of one beyond that of the other. */
export function difference(one: Usage, other: Usage): Usage {
  return sum(one, divide(other, -1));
}

/** The same work a part at a time. */
export function divide(usage: Usage, parts: number): Usage {
  const queueRequests = Object.fromEntries(
    Object.entries(usage.queueRequests).map(([action, requests]) => [action, requests / parts]),
  );
  return { ...combine(usage, usage, (a) => a / parts), queueRequests };
}

/** Requests to queues of all kinds. */
export function queueRequestsOf({ queueRequests }: Usage): number {
  return Object.values(queueRequests).reduce((total, requests) => total + requests, 0);
}

/** Write units of the tables and their index. */
export function writeUnitsOf({ tableWrites, indexWrites }: Usage): number {
  return tableWrites + indexWrites;
}

function combine(one: Usage, other: Usage, operator: (one: number, other: number) => number): Usage {
  return {
    tableWrites: operator(one.tableWrites, other.tableWrites),
    indexWrites: operator(one.indexWrites, other.indexWrites),
    readUnits: operator(one.readUnits, other.readUnits),
    queueRequests: {},
    taskMessages: operator(one.taskMessages, other.taskMessages),
    schedulesFired: operator(one.schedulesFired, other.schedulesFired),
    statusEvents: operator(one.statusEvents, other.statusEvents),
    objectReads: operator(one.objectReads, other.objectReads),
    objectWrites: operator(one.objectWrites, other.objectWrites),
    apiCalls: operator(one.apiCalls, other.apiCalls),
    driverCalls: operator(one.driverCalls, other.driverCalls),
    apiCpu: operator(one.apiCpu, other.apiCpu),
    driverCpu: operator(one.driverCpu, other.driverCpu),
    awaitedCalls: operator(one.awaitedCalls, other.awaitedCalls),
    logBytes: operator(one.logBytes, other.logBytes),
  };
}

/** How much of each service was used, for a table. */
export interface UnitCounts {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly queueRequests: number;
  readonly invocations: number;
}

/** The counts of a usage, rounded. */
export function unitCountsOf(usage: Usage): UnitCounts {
  return {
    writeUnits: round(writeUnitsOf(usage)),
    readUnits: round(usage.readUnits),
    queueRequests: round(queueRequestsOf(usage)),
    invocations: round(usage.apiCalls + usage.driverCalls),
  };
}
