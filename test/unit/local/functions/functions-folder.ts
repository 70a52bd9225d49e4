import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../../../src/common/json.ts';
import { stringifyJson } from '../../../../src/common/json-text.ts';
import type { FunctionOptions } from '../../../../src/local/functions/function-options.ts';
import { FunctionRunner } from '../../../../src/local/functions/function-runner.ts';
import type { CallContext } from '../../../../src/local/functions/protocol.ts';
import type { CallOutcome, FunctionCall } from '../../../../src/ports/task-targets.ts';

/** The variable that names where compiled modules are kept, so that not every process compiles its own. */
const COMPILED = ['NODE_COMPILE_CACHE'];

/** Writes files into a new temporary folder and answers its path. */
export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-functions-'));
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
  return folder;
}

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A call of the function `shop/<name>` (or `<service>/<name>`) as the engine makes it. */
export function callOf(name: string, input: JsonObject = {}, more: Partial<FunctionCall> = {}): FunctionCall {
  const [service = '', functionName = ''] = name.includes('/') ? name.split('/') : ['shop', name];
  const resourceArn = `acs:fc:::services/${service}/functions/${functionName}`;
  return {
    kind: 'function',
    caller: { flowName: 'orders', executionName: 'run-1', stepName: 'Pay', taskId: 'run-1/3/0', roleArn: '' },
    target: { kind: 'function', resourceArn, service, functionName },
    event: stringifyJson(input),
    isAsync: false,
    ...more,
  };
}

/** The functions of a folder, with every line they printed. */
export interface OpenFunctions {
  readonly functions: FunctionRunner;
  readonly folder: string;
  readonly lines: string[];
  readonly contexts: (CallContext | undefined)[];
}

export function openFunctions(
  files: Record<string, string>,
  options: Partial<FunctionOptions> = {},
): OpenFunctions {
  const folder = folderWith(files);
  const lines: string[] = [];
  const contexts: (CallContext | undefined)[] = [];
  const endpoints = { api: 'http://127.0.0.1:8080', queues: 'http://127.0.0.1:9324' };
  const functions = new FunctionRunner(
    () => ({ directories: [folder], endpoints, variables: COMPILED, ...options }),
    (stream, line, context) => {
      lines.push(`${context?.executionName ?? '-'} ${stream} ${line}`);
      contexts.push(context);
    },
  );
  return { functions, folder, lines, contexts };
}

/** The output of a success as a value; throws for a failure, so that a test shows it. */
export function outputOf(outcome: CallOutcome): unknown {
  if (outcome.kind === 'failed') throw new Error(`${outcome.failure.error}: ${outcome.failure.cause}`);
  return JSON.parse(outcome.output);
}

/** Name and message of a failure; throws for a success. */
export function failureOf(outcome: CallOutcome): { error: string; message: string } {
  if (outcome.kind === 'succeeded') throw new Error(`unexpected success: ${outcome.output}`);
  const { error, cause } = outcome.failure;
  return { error, message: String(JSON.parse(cause).errorMessage) };
}
