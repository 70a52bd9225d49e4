import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsHome } from '../aws/home.ts';
import { queueRequestsOf, writeUnitsOf } from '../aws/usage.ts';
import { loopInput, stepsOf } from '../embedded/loop.ts';
import { round } from '../figure.ts';
import { type Home, newFolder, removeFolder, residentMegabytes, startHome } from '../home/home.ts';
import { timed } from '../workload.ts';

/** The costs of one execution with so many events, per event where a row says so. */
export interface LongLog {
  readonly events: number;
  /** Microseconds of an event, and megabytes of the server once all are there. */
  readonly micros: number;
  readonly megabytes: number;
  /** Bytes on disk of an event. */
  readonly bytes: number;
  /** Milliseconds until a server that was stopped is ready again, and its megabytes then. */
  readonly readyMs: number;
  readonly megabytesAfter: number;
  /** Milliseconds of a page of 100 events from the middle, and from a report to the end. */
  readonly pageMs: number;
  readonly endMs: number;
  /** Units of the AWS home for a thousand events. */
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly queueRequests: number;
}

const TURNS = 310;
/** Rounds for 10 thousand, 100 thousand and a million events. */
const ROUNDS = [4, 40, 400];
const KEY = { FlowName: 'loop-and-ask', ExecutionName: 'long' };
const LOOK_MS = 20;

/** Measures all sizes, each on a data folder of its own. */
export async function measureLongLogs(): Promise<readonly LongLog[]> {
  await using aws = await AwsHome.start();
  const measured: LongLog[] = [];
  for (const rounds of ROUNDS) {
    const events = 4 * stepsOf(rounds, TURNS) + 2;
    const embedded = await onEmbedded(rounds, events);
    const counted = await onAws(aws, rounds, events);
    measured.push({ events, ...embedded, ...counted });
    console.log(`long  ${JSON.stringify(measured.at(-1))}`);
  }
  return measured;
}

async function onEmbedded(rounds: number, events: number) {
  const dataFolder = newFolder();
  try {
    const grown = await grow(dataFolder, rounds, events);
    return { ...grown, ...(await goOn(dataFolder, events)) };
  } finally {
    removeFolder(dataFolder);
  }
}

async function grow(dataFolder: string, rounds: number, events: number) {
  await using home = await startHome({ flows: ['loop-and-ask'], dataFolder });
  await home.client.call('StartExecution', {
    FlowName: KEY.FlowName,
    ExecutionName: 'warm',
    Input: loopInput(4, TURNS),
  });
  await tokenOf(home, 'warm');
  const before = bytesIn(dataFolder);
  const ms = await timed(async () => {
    await home.client.call('StartExecution', { ...KEY, Input: loopInput(rounds, TURNS) });
    await tokenOf(home, KEY.ExecutionName);
  });
  return {
    micros: round((ms * 1000) / events),
    megabytes: round(residentMegabytes(home.pid)),
    bytes: round((bytesIn(dataFolder) - before) / events),
  };
}

async function goOn(dataFolder: string, events: number) {
  const begun = performance.now();
  await using home = await startHome({ flows: ['loop-and-ask'], dataFolder });
  const TaskToken = await tokenOf(home, KEY.ExecutionName);
  const readyMs = round(performance.now() - begun);
  const megabytesAfter = round(residentMegabytes(home.pid));
  const middle = { ...KEY, Limit: 100, NextToken: String(Math.floor(events / 2)) };
  const pageMs = round(await timed(() => home.client.call('GetExecutionHistory', middle)));
  const endMs = await timed(async () => {
    await home.client.call('ReportTaskSucceeded', { TaskToken, Output: '{}' });
    await home.client.call('DescribeExecution', { ...KEY, WaitTimeSeconds: 60 });
  });
  return { readyMs, megabytesAfter, pageMs, endMs: round(endMs) };
}

/** The token of the task at the end of the loop, once the execution is there. */
async function tokenOf(home: Home, ExecutionName: string): Promise<string> {
  for (;;) {
    const { Tasks } = await home.client.call('ListOpenTasks', { FlowName: KEY.FlowName, ExecutionName });
    const [task] = Tasks as { readonly TaskToken: string }[];
    if (task !== undefined) return task.TaskToken;
    await sleep(LOOK_MS);
  }
}

function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

async function onAws(home: AwsHome, rounds: number, events: number) {
  const FlowName = `loop-${crypto.randomUUID()}`;
  const text = readFileSync(new URL('../flows/loop.yaml', import.meta.url), 'utf8');
  await home.call('CreateFlow', {
    Name: FlowName,
    Definition: text.replace(/^name: .*\n/m, ''),
    Description: '',
    Type: 'FDL',
  });
  await home.take();
  await home.call('StartExecution', {
    FlowName,
    ExecutionName: 'long',
    Input: JSON.stringify(loopInput(rounds, TURNS)),
  });
  await home.settle();
  const usage = await home.take();
  const { Status } = await home.call('DescribeExecution', { FlowName, ExecutionName: 'long' });
  if (Status !== 'Succeeded') throw new Error(`The execution of ${events} events is ${Status}`);
  const per = (value: number) => round((value * 1_000) / events);
  return {
    writeUnits: per(writeUnitsOf(usage)),
    readUnits: per(usage.readUnits),
    queueRequests: per(queueRequestsOf(usage)),
  };
}
