import { readdirSync, readFileSync } from 'node:fs';
import type { ExecutionStatus } from '../../src/api/contract.ts';
import type { JsonObject } from '../../src/common/json.ts';
import type { UploadRule } from '../../src/local/objects/object-created.ts';
import {
  type CaseUpload,
  type GivenUpload,
  inputOfSchedule,
  inputOfUpload,
  readUpload,
} from './example-starts.ts';

/** A report from outside, once a callback task has been submitted. */
export type CaseReport = { readonly step: string } & (
  | { readonly output: JsonObject }
  | { readonly error: string; readonly cause: string }
);

/** A schedule that starts an execution, due in a moment. */
export interface CaseSchedule {
  readonly payload: JsonObject;
}

/** New code for functions, which takes the place of the old once a step has been entered. */
export interface CaseRelease {
  readonly step: string;
  /** A folder of functions; it hides those of the same names. */
  readonly folder: URL;
}

/** The parts of every case: facts of its execution, and the outcome that it must have. */
interface CaseOutline {
  readonly report?: CaseReport;
  readonly schedule?: CaseSchedule;
  readonly status: ExecutionStatus;
  readonly output?: JsonObject;
  readonly error?: string;
  /** Names of all steps in the order in which they are entered; left out where that order is open. */
  readonly steps?: readonly string[];
  /** How often the task of a step is called. */
  readonly calls?: Readonly<Record<string, number>>;
}

/** One execution of an example and the outcome it must have. */
export interface ExampleCase extends CaseOutline {
  /** Fit for an execution's name. */
  readonly name: string;
  readonly flowName: string;
  /** Where something else starts the execution, the input that it gives, but for times and ids. */
  readonly input: JsonObject;
  /** The object whose upload starts the execution. */
  readonly upload?: CaseUpload;
  readonly release?: CaseRelease;
}

/** A folder of `examples`: flows, what they call, who works for them, and cases. */
export interface Example {
  readonly name: string;
  readonly folder: URL;
  /** Definition texts by flow name. */
  readonly flows: Readonly<Record<string, string>>;
  /** The flow that cases run unless they name another. */
  readonly flowName: string;
  /** Programs that a case can only run with. */
  readonly needs: readonly string[];
  /** Scripts that take messages and report tasks, or subscribe a function that does. */
  readonly workers: readonly URL[];
  /** By queue or topic: the module whose `receive` makes a report of a message, for a home without workers. */
  readonly receivers: Readonly<Record<string, URL>>;
  /** Uploads that start flows. */
  readonly uploads: readonly UploadRule[];
  /** Buckets that functions write to. */
  readonly buckets: readonly string[];
  /** Objects that are there before any case begins. */
  readonly objects: readonly CaseUpload[];
  /** Mended functions, with which all cases are redriven once each has failed. */
  readonly mended?: URL;
  readonly cases: readonly ExampleCase[];
}

/** A case as it is written; one without input takes `input.json`. */
interface GivenCase extends CaseOutline {
  /** So many executions, each with its `number` in the input, and in the output as `{number}`. */
  readonly count?: number;
  readonly flow?: string;
  readonly input?: JsonObject;
  readonly upload?: GivenUpload;
  readonly release?: { readonly step: string; readonly folder: string };
}

/** `example.json` as it is written. */
interface Manifest {
  readonly flows: Readonly<Record<string, string>>;
  readonly needs?: readonly string[];
  readonly workers?: readonly string[];
  readonly receivers?: Readonly<Record<string, string>>;
  readonly uploads?: readonly UploadRule[];
  readonly buckets?: readonly string[];
  readonly objects?: readonly GivenUpload[];
  readonly mended?: string;
  readonly cases: Readonly<Record<string, GivenCase>>;
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
  const { uploads = [], buckets = [] } = manifest;
  return {
    name,
    folder,
    flowName,
    flows: mapValues(manifest.flows, (file) => readText(file, folder)),
    needs: manifest.needs ?? [],
    workers: (manifest.workers ?? []).map((file) => new URL(file, folder)),
    receivers: mapValues(manifest.receivers ?? {}, (file) => new URL(file, folder)),
    uploads,
    buckets: [...new Set([...uploads.map(({ bucket }) => bucket), ...buckets])],
    objects: (manifest.objects ?? []).map((object) => readUpload(object, folder)),
    ...(manifest.mended !== undefined && { mended: new URL(`${manifest.mended}/`, folder) }),
    cases: Object.entries(manifest.cases).flatMap(([caseName, { count, ...given }]) => {
      const known = { name: caseName, ...readCase(given, { flowName, input: mainInput, folder }) };
      return count === undefined ? known : Array.from({ length: count }, (_, at) => numbered(known, at + 1));
    }),
  };
}

function readCase(
  { flow, upload: givenUpload, release, ...given }: GivenCase,
  {
    flowName,
    input,
    folder,
  }: { readonly flowName: string; readonly input: JsonObject; readonly folder: URL },
): Omit<ExampleCase, 'name'> {
  const upload = givenUpload && readUpload(givenUpload, folder);
  const started = upload ? inputOfUpload(upload) : given.schedule && inputOfSchedule(given.schedule.payload);
  return {
    flowName: flow ?? flowName,
    input: started ?? input,
    ...given,
    ...(upload !== undefined && { upload }),
    ...(release !== undefined && { release: { ...release, folder: new URL(`${release.folder}/`, folder) } }),
  };
}

function numbered(given: ExampleCase, number: number): ExampleCase {
  const { name, input, output } = given;
  const filled =
    output && (JSON.parse(JSON.stringify(output).replaceAll('{number}', `${number}`)) as JsonObject);
  return {
    ...given,
    name: `${name}-${number}`,
    input: { ...input, number },
    ...(filled !== undefined && { output: filled }),
  };
}

function readText(file: string, folder: URL): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
