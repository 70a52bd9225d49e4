import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Example } from '../../examples/runner/example.ts';
import type { CaseUpload } from '../../examples/runner/example-starts.ts';
import { createBucket, objectStore, writeObject } from '../../examples/shared/object-store.ts';
import { findFunction } from '../../src/local/functions/find-function.ts';
import type { InProcessFunction } from '../../src/testing/call-in-process.ts';
import type { FindFunction } from '../../src/testing/virtual-targets.ts';
import { openObjectHome } from './object-home.ts';

const run = promisify(execFile);

/** Calls one Python function and prints what it returned, or what it raised. */
const PYTHON = `
import json, runpy, sys
handler = runpy.run_path(sys.argv[1])["handler"]
try:
    print(json.dumps({"returned": handler(json.loads(sys.argv[2]), None)}))
except Exception as error:
    print(json.dumps({"raised": type(error).__name__, "message": str(error)}))
`;

/** The context of a call, as functions of examples read it. */
export interface Context {
  readonly objects?: string;
}

type Handler = (event: unknown, context: Context) => unknown;

/**
 * Finds the functions of an example as the embedded home does; Python ones run in a process per call.
 *
 * An example that uses objects gets a store with those that its cases need.
 */
export function functionsOf(example: Example): FindFunction {
  return releasableFunctionsOf(example, []);
}

/**
 * The same where functions in folders that are `released` by then hide those of the example, in a home that has a store
 * of objects or gets one.
 */
export function releasableFunctionsOf(
  example: Example,
  released: readonly URL[],
  home?: Context,
): FindFunction {
  let context = home && Promise.resolve(home);
  return async (target) => {
    const directories = [...released, new URL('functions/', example.folder)].map((url) => fileURLToPath(url));
    const found = findFunction(target, directories);
    if (!('file' in found)) return undefined;
    if (found.file.endsWith('.py')) return pythonFunction(found.file);
    const { handler }: { handler: Handler } = await import(found.file);
    context ??= contextOf(example);
    const known = await context;
    return (event) => handler(event, known);
  };
}

/** The objects that its cases need. */
export function uploadsOf({ objects, cases }: Example): readonly CaseUpload[] {
  return [...objects, ...cases.flatMap(({ upload }) => upload ?? [])];
}

async function contextOf(example: Example): Promise<Context> {
  const { buckets } = example;
  if (buckets.length === 0) return {};
  const { url } = await openObjectHome({ buckets });
  const s3 = objectStore({ objects: url });
  for (const { bucket, key, body } of uploadsOf(example)) {
    await createBucket(s3, bucket);
    await writeObject(s3, bucket, key, body);
  }
  return { objects: url };
}

function pythonFunction(file: string): InProcessFunction {
  return async (event) => {
    const { stdout } = await run('python3', ['-c', PYTHON, file, JSON.stringify(event)]);
    const answer: { returned: unknown } | { raised: string; message: string } = JSON.parse(stdout);
    if ('returned' in answer) return answer.returned;
    throw Object.assign(new Error(answer.message), { name: answer.raised });
  };
}
