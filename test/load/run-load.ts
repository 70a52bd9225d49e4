import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../src/testing/simulation/random.ts';
import type { Execution } from '../e2e/chaos-clients.ts';
import { callApi, eventually } from '../e2e/local-helpers.ts';
import { answerInMoods } from '../e2e/moody-worker.ts';
import { type ServerProcess, startServerProcess, stopServerProcess } from '../e2e/server-process.ts';
import { MIXED_INPUT, MIXED_WORK, mixedFunctions, type WorkKind } from '../helpers/mixed-work.ts';
import { answerQuestions } from '../helpers/question-worker.ts';
import { addRowdyFunctions, publishOdd, ROWDY_WORK } from '../helpers/rowdy-work.ts';
import { type MemorySample, sampleMemory } from './sample-memory.ts';

/** How much is asked of the server. */
export interface Load {
  readonly seconds: number;
  /** Executions started in a second. */
  readonly rate: number;
  /** Pauses between looks at the server's memory. */
  readonly sampleSeconds: number;
  /** Whether functions, workers and publishers misbehave as well. */
  readonly isRowdy?: boolean;
  readonly onSample?: (sample: MemorySample) => void;
}

/** The outcome of a load; times in milliseconds. */
export interface LoadReport {
  /** Starts that were answered. */
  readonly started: number;
  /** Calls that were not: starts, and looks at histories and lists. */
  readonly refused: readonly string[];
  /** Started executions that did not end as they should, with what happened instead. */
  readonly wrong: readonly string[];
  /** How long starts took to be answered. */
  readonly starts: readonly number[];
  /** From start to end, by kind of flow. */
  readonly runs: Readonly<Record<string, readonly number[]>>;
  readonly samples: readonly MemorySample[];
}

const NOW_AND_THEN = 50;
const PATIENCE_MS = 180_000;

/** Starts a server of its own and executions of the mix at a steady rate, until the time is over and all have ended. */
export async function runLoad(load: Load): Promise<LoadReport> {
  const [data, functions] = [mkdtempSync(join(tmpdir(), 'fdl-load-')), mixedFunctions()];
  const server = await startServerProcess(data, functions);
  const working = new AbortController();
  try {
    if (load.isRowdy) addRowdyFunctions(functions);
    for (const [Name, { definition }] of Object.entries(workOf(load)))
      await callApi(server.api, 'CreateFlow', { Name, Definition: definition, Description: '', Type: 'FDL' });
    const workers = Promise.all(
      load.isRowdy ? rowdy(server, working.signal) : [calm(server, working.signal)],
    );
    // Told when the time is over.
    workers.catch(() => {});
    const report = await new Run(server, load).finish();
    working.abort();
    await workers;
    return report;
  } finally {
    working.abort();
    await stopServerProcess(server, 'SIGTERM');
    for (const folder of [data, functions]) rmSync(folder, { recursive: true, force: true });
  }
}

function workOf({ isRowdy }: Load): Readonly<Record<string, WorkKind>> {
  return isRowdy ? { ...MIXED_WORK, ...ROWDY_WORK } : MIXED_WORK;
}

function calm(server: ServerProcess, signal: AbortSignal): Promise<void> {
  return answerQuestions(server.queues, (token) => answer(server, token), signal);
}

/** Workers that give back, forget and redrive, as many as keep up with the questions, and a publisher of odd messages. */
function rowdy(server: ServerProcess, signal: AbortSignal): readonly Promise<void>[] {
  const report = (token: string) =>
    answer(server, token).catch((error) => String(error).includes('TaskAlreadyCompleted'));
  const workers = [1, 2, 3, 4].map((seed) => answerInMoods(server.queues, report, new Random(seed), signal));
  return [...workers, publishOddUntil(server, signal)];
}

async function publishOddUntil({ queues }: ServerProcess, signal: AbortSignal): Promise<void> {
  const random = new Random(1);
  for (; !signal.aborted; await sleep(500)) await publishOdd(queues, random);
}

async function answer({ api }: ServerProcess, TaskToken: string): Promise<boolean> {
  await callApi(api, 'ReportTaskSucceeded', { TaskToken, Output: '{"answer":42}' });
  return true;
}

class Run {
  readonly #server: ServerProcess;
  readonly #load: Load;
  readonly #refused: string[] = [];
  readonly #wrong: string[] = [];
  readonly #starts: number[] = [];
  readonly #work: Readonly<Record<string, WorkKind>>;
  readonly #runs: Record<string, number[]>;
  readonly #samples: MemorySample[] = [];
  #ended = 0;

  constructor(server: ServerProcess, load: Load) {
    this.#server = server;
    this.#load = load;
    this.#work = workOf(load);
    this.#runs = Object.fromEntries(Object.keys(this.#work).map((kind) => [kind, []]));
  }

  async finish(): Promise<LoadReport> {
    const { rate, seconds } = this.#load;
    const overAt = performance.now() + seconds * 1000;
    const sampling = this.#sampleUntil(overAt);
    const beganAt = performance.now();
    const all: Promise<void>[] = [];
    for (; performance.now() < overAt; await sleep(10)) {
      const due = Math.floor(((performance.now() - beganAt) / 1000) * rate);
      while (all.length < due) all.push(this.#execute(all.length));
    }
    await Promise.all(all);
    await sampling;
    return {
      started: this.#starts.length,
      refused: this.#refused,
      wrong: this.#wrong,
      starts: this.#starts,
      runs: this.#runs,
      samples: this.#samples,
    };
  }

  async #execute(index: number): Promise<void> {
    const kinds = Object.keys(this.#work);
    const FlowName = kinds[index % kinds.length] ?? '';
    const execution = { FlowName, ExecutionName: `run-${index}` };
    const beganAt = performance.now();
    try {
      await callApi(this.#server.api, 'StartExecution', { ...execution, Input: MIXED_INPUT });
    } catch (error) {
      this.#refused.push(`${FlowName}/${execution.ExecutionName}: ${error}`);
      return;
    }
    this.#starts.push(performance.now() - beganAt);
    const problem = await this.#awaitEnd(execution).catch(String);
    if (problem !== undefined) this.#wrong.push(`${FlowName}/${execution.ExecutionName}: ${problem}`);
    this.#runs[FlowName]?.push(performance.now() - beganAt);
    this.#ended += 1;
    if (index % NOW_AND_THEN === 0)
      await this.#look(execution).catch((error) => this.#refused.push(`looking: ${error}`));
  }

  /** Answers what is wrong with the end; undefined when nothing is. Only an execution that stands still is given up. */
  async #awaitEnd(execution: Execution): Promise<string | undefined> {
    const wanted = this.#work[execution.FlowName];
    const { Status, Output } = await eventually(async () => {
      const described = await callApi(this.#server.api, 'DescribeExecution', {
        ...execution,
        WaitTimeSeconds: 60,
      }).catch(() => undefined);
      return described?.Status === 'Running' || described?.Status === 'Starting' ? undefined : described;
    }, PATIENCE_MS);
    if (Status === wanted?.status && (wanted.output === undefined || Output === wanted.output))
      return undefined;
    return `${Status} ${Output}`;
  }

  async #look(execution: Execution): Promise<void> {
    await callApi(this.#server.api, 'GetExecutionHistory', { ...execution, Limit: 100 });
    await callApi(this.#server.api, 'ListExecutions', { FlowName: execution.FlowName, Limit: 50 });
  }

  async #sampleUntil(overAt: number): Promise<void> {
    const pause = this.#load.sampleSeconds * 1000;
    for (; performance.now() < overAt; await sleep(pause)) {
      const sample = await sampleMemory(this.#server.child, this.#ended);
      this.#samples.push(sample);
      this.#load.onSample?.(sample);
    }
  }
}
