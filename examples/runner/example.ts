import { readdirSync, readFileSync } from 'node:fs';
import type { ExecutionStatus } from '../../src/api/contract.ts';
import type { JsonObject } from '../../src/expressions/json.ts';

/** What somebody outside answers once a callback task has been submitted. */
export type CaseReport = { readonly step: string } & (
  | { readonly output: JsonObject }
  | { readonly error: string; readonly cause: string }
);

/** One execution of an example and the outcome it must have. */
export interface ExampleCase {
  /** Fit for an execution's name. */
  readonly name: string;
  readonly input: JsonObject;
  readonly report?: CaseReport;
  readonly status: ExecutionStatus;
  readonly output?: JsonObject;
  readonly error?: string;
  /** Names of all steps in the order in which they are entered; left out where that order is open. */
  readonly steps?: readonly string[];
}

/** A folder of `examples`: flows, what they call, who works for them, and cases. */
export interface Example {
  readonly name: string;
  readonly folder: URL;
  /** Definition texts by flow name; the cases run the first. */
  readonly flows: Readonly<Record<string, string>>;
  /** The flow that the cases run. */
  readonly flowName: string;
  /** Programs that a case can only run with. */
  readonly needs: readonly string[];
  /** Scripts that take messages and report tasks, or subscribe a function that does. */
  readonly workers: readonly URL[];
  /** By queue or topic: the module whose `receive` answers a message with a report, for a home without workers. */
  readonly receivers: Readonly<Record<string, URL>>;
  readonly cases: readonly ExampleCase[];
}

/** `example.json` as it is written; a case without input takes `input.json`. */
interface Manifest {
  readonly flows: Readonly<Record<string, string>>;
  readonly needs?: readonly string[];
  readonly workers?: readonly string[];
  readonly receivers?: Readonly<Record<string, string>>;
  readonly cases: Readonly<
    Record<string, Omit<ExampleCase, 'name' | 'input'> & { readonly input?: JsonObject }>
  >;
}

const EXAMPLES = new URL('../', import.meta.url);
const MANIFEST = 'example.json';

/** Every example, in order of names. */
export function readExamples(): readonly Example[] {
  return readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(`/${MANIFEST}`))
    .map((path) => path.slice(0, -MANIFEST.length - 1))
    .sort()
    .map(readExample);
}

function readExample(name: string): Example {
  const folder = new URL(`${name}/`, EXAMPLES);
  const manifest: Manifest = JSON.parse(readText(MANIFEST, folder));
  const mainInput: JsonObject = JSON.parse(readText('input.json', folder));
  const [flowName] = Object.keys(manifest.flows);
  if (flowName === undefined) throw new Error(`${name}/${MANIFEST} names no flow.`);
  return {
    name,
    folder,
    flowName,
    flows: mapValues(manifest.flows, (file) => readText(file, folder)),
    needs: manifest.needs ?? [],
    workers: (manifest.workers ?? []).map((file) => new URL(file, folder)),
    receivers: mapValues(manifest.receivers ?? {}, (file) => new URL(file, folder)),
    cases: Object.entries(manifest.cases).map(([caseName, { input = mainInput, ...expected }]) => ({
      name: caseName,
      input,
      ...expected,
    })),
  };
}

function readText(file: string, folder: URL): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
