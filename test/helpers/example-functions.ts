import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Example } from '../../examples/runner/example.ts';
import { findFunction } from '../../src/local/functions/find-function.ts';
import type { FindFunction, InProcessFunction } from './virtual-targets.ts';

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

/** Finds the functions of an example as the embedded home does; Python ones run in a process per call. */
export function functionsOf(example: Example): FindFunction {
  const directory = fileURLToPath(new URL('functions/', example.folder));
  return async (target) => {
    const found = findFunction(target, [directory]);
    if (!('file' in found)) return undefined;
    if (found.file.endsWith('.py')) return pythonFunction(found.file);
    const { handler }: { handler: InProcessFunction } = await import(found.file);
    return handler;
  };
}

function pythonFunction(file: string): InProcessFunction {
  return async (event) => {
    const { stdout } = await run('python3', ['-c', PYTHON, file, JSON.stringify(event)]);
    const answer: { returned: unknown } | { raised: string; message: string } = JSON.parse(stdout);
    if ('returned' in answer) return answer.returned;
    throw Object.assign(new Error(answer.message), { name: answer.raised });
  };
}
