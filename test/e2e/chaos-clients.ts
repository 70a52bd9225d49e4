import { setTimeout as sleep } from 'node:timers/promises';
import { objectStore, writeObject } from '../../examples/shared/object-store.ts';
import type { Random } from '../../src/testing/simulation/random.ts';
import { MIXED_INPUT, MIXED_WORK } from '../helpers/mixed-work.ts';
import { publishOdd, ROWDY_WORK } from '../helpers/rowdy-work.ts';
import { callApi } from './local-helpers.ts';
import { answerInMoods } from './moody-worker.ts';
import type { ServerProcess } from './server-process.ts';

/** Flow whose executions end only by being stopped. */
export const STOPPED = 'stopped';
/** Flow that uploads start, and the bucket. */
export const UPLOADED = 'uploaded';

/** Flows that do as they should, and others. */
export const CHAOS_WORK = { ...MIXED_WORK, ...ROWDY_WORK };

const KINDS = [...Object.keys(CHAOS_WORK), STOPPED];

/** The name of an execution for callers. */
export interface Execution {
  readonly FlowName: string;
  readonly ExecutionName: string;
}

/** Answers of a server to its callers, which must stay true whatever becomes of the server. */
export class ChaosClients {
  readonly started: Execution[] = [];
  readonly stopped = new Set<string>();
  /** Answers of the worker that were taken. */
  readonly answers: string[] = [];
  readonly uploads: string[] = [];
  readonly #random: Random;
  #asked = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Calls for about a second, or until the server is gone; calls are spread over real time, as kills come at random instants. */
  async useServer(server: ServerProcess, round: number, starts: number, signal: AbortSignal): Promise<void> {
    const working = this.answerQuestions(server, signal);
    const begun = Array.from({ length: starts }, async (_, at) => {
      const FlowName = KINDS[(round * starts + at) % KINDS.length] ?? '';
      await sleep(this.#random.below(600));
      await this.#start(server.api, { FlowName, ExecutionName: `run-${round}-${at}` });
    });
    const uploaded = Array.from({ length: 5 }, async (_, at) => {
      await sleep(this.#random.below(600));
      await this.#upload(server.objects, `letter-${round}-${at}`);
    });
    const published = Array.from({ length: 5 }, async () => {
      await sleep(this.#random.below(600));
      await publishOdd(server.queues, this.#random);
    });
    await Promise.allSettled([...begun, ...uploaded, ...published, working]);
  }

  /** Answers all questions until `signal` aborts. */
  answerQuestions({ queues, api }: ServerProcess, signal: AbortSignal): Promise<void> {
    return answerInMoods(queues, (token) => this.#answer(api, token), this.#random, signal);
  }

  async #start(api: string, execution: Execution): Promise<void> {
    await callApi(api, 'StartExecution', { ...execution, Input: MIXED_INPUT });
    this.started.push(execution);
    if (execution.FlowName !== STOPPED || this.#random.chance(0.3)) return;
    await sleep(this.#random.below(300));
    await callApi(api, 'StopExecution', execution);
    this.stopped.add(execution.ExecutionName);
  }

  async #upload(objects: string, key: string): Promise<void> {
    const s3 = objectStore({ objects });
    try {
      await writeObject(s3, UPLOADED, key, 'hello');
      this.uploads.push(key);
    } finally {
      s3.destroy();
    }
  }

  async #answer(api: string, TaskToken: string): Promise<boolean> {
    this.#asked += 1;
    const answer = `answer-${this.#asked}`;
    try {
      await callApi(api, 'ReportTaskSucceeded', { TaskToken, Output: JSON.stringify({ answer }) });
      this.answers.push(answer);
      return true;
    } catch (error) {
      return String(error).includes('TaskAlreadyCompleted');
    }
  }
}
