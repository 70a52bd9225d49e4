import type { JsonObject, JsonValue } from '../../common/json.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { CaseObjects, CaseStart, CaseStop } from './case-run.ts';
import type { Stubs } from './stub.ts';

/** How an execution can end. */
export const END_STATUSES = ['Succeeded', 'Failed', 'TimedOut', 'Stopped'] as const;

/** How often a task is called, and with what, in order. */
export interface ExpectedCalls {
  readonly times?: number;
  readonly inputs?: readonly JsonValue[];
}

/** The expected outcome of a case; a part that is left out may be anything. */
export interface Expectation {
  readonly status?: (typeof END_STATUSES)[number];
  readonly error?: string;
  readonly cause?: string;
  /** Names of the steps in the order in which they are entered. */
  readonly path?: readonly string[];
  /** The whole output. */
  readonly output?: JsonObject;
  /** Members that the output must have, among others. */
  readonly contains?: JsonObject;
  /** By the name of a step or a resource ARN. */
  readonly calls?: Readonly<Record<string, ExpectedCalls>>;
  /** Milliseconds on the clock of the case. */
  readonly lasts?: number;
}

/** One case of a test file. */
export interface TestCase {
  readonly name: string;
  /** Line of the file that it begins in, from 1. */
  readonly line: number;
  readonly start: CaseStart;
  readonly at: Instant;
  readonly stubs: Stubs;
  readonly objects: CaseObjects;
  /** A folder of functions that tasks without stubs call, as it is written. */
  readonly functions?: string;
  readonly stop?: CaseStop;
  /** Whether it is also tried with every crash and with deliveries out of order. */
  readonly explore: boolean;
  readonly expect: Expectation;
}

/** A flow that a test file names. */
export interface TestedFlow {
  readonly name: string;
  /** The file, as the test file names it. */
  readonly file: string;
  readonly definition: string;
  readonly flow: Flow;
}

/** A test file that has been read: its flows, the first one under test, and its cases. */
export interface TestFile {
  readonly flows: readonly TestedFlow[];
  readonly cases: readonly TestCase[];
}
