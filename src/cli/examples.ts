import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UploadRule } from '../local/objects/object-created.ts';
import { usageError } from './cli-error.ts';
import type { Client } from './service/client.ts';

/** A folder of `examples` as `fdl dev --examples` loads it. */
export interface LoadableExample {
  /** The flow to start. */
  readonly flowName: string;
  /** Definition files by flow name. */
  readonly flows: readonly (readonly [name: string, file: string])[];
  readonly inputFile: string;
  /** True when `fdl start` is enough: no worker, no person who reports, nothing to be uploaded. */
  readonly runsAlone: boolean;
  /** Absent when the example calls no functions. */
  readonly functionFolder?: string;
  /** Uploads that start its flows. */
  readonly uploads: readonly UploadRule[];
}

/** The examples that come with the project. */
export const EXAMPLES_FOLDER = fileURLToPath(new URL('../../examples', import.meta.url));

/** The examples below a folder, in order of names: every subfolder with an `example.json`. */
export function readExamples(folder: string): readonly LoadableExample[] {
  if (!existsSync(folder)) throw usageError(`--examples: there is no folder ${folder}`);
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((example) => existsSync(join(example, 'example.json')))
    .map(readExample);
}

/** The parts of `example.json` that matter here. */
interface Manifest {
  readonly flows: Readonly<Record<string, string>>;
  readonly workers?: readonly string[];
  readonly uploads?: readonly UploadRule[];
  readonly objects?: readonly object[];
  readonly cases: Readonly<Record<string, ManifestCase>>;
}

/** A program besides `fdl start` that begins or ends a case's execution. */
interface ManifestCase {
  readonly report?: object;
  readonly upload?: object;
  readonly schedule?: object;
}

function readExample(folder: string): LoadableExample {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'example.json'), 'utf8'));
  const needsMore = Object.values(manifest.cases).some(({ report, upload, schedule }) => {
    return (report ?? upload ?? schedule) !== undefined;
  });
  const flows = Object.entries(manifest.flows).map(([name, file]) => [name, join(folder, file)] as const);
  const functionFolder = join(folder, 'functions');
  return {
    flowName: flows[0]?.[0] ?? '',
    flows,
    inputFile: join(folder, 'input.json'),
    runsAlone: (manifest.workers ?? manifest.objects) === undefined && !needsMore,
    uploads: manifest.uploads ?? [],
    ...(existsSync(functionFolder) && { functionFolder }),
  };
}

/** Creates or updates the flows of the examples. @returns the names of flows that had another definition before */
export async function registerExamples(
  client: Client,
  examples: readonly LoadableExample[],
): Promise<readonly string[]> {
  const replaced: string[] = [];
  const { Flows } = await client.call('ListFlows', { Limit: 999 });
  const known = new Map(Flows.map(({ Name, Definition }) => [Name, Definition]));
  for (const [Name, file] of examples.flatMap(({ flows }) => flows)) {
    const Definition = readFileSync(file, 'utf8');
    if (!known.has(Name)) {
      await client.call('CreateFlow', { Name, Definition, Description: 'example', Type: 'FDL' });
    } else if (known.get(Name) !== Definition) {
      await client.call('UpdateFlow', { Name, Definition });
      replaced.push(Name);
    }
  }
  return replaced;
}
