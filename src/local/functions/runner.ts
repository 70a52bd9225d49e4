import type { CallOutcome } from '../../ports/task-targets.ts';
import { LocalFunctions } from './local-functions.ts';
import type { FromRunner, RunnerOptions, ToRunner } from './runner-protocol.ts';

// Entry of the process in which all functions of a server run, so that whatever kills them spares the server.

const EXIT_MS = 2_000;
let outbox: FromRunner[number][] = [];

function report(message: FromRunner[number]): void {
  if (outbox.push(message) > 1) return;
  setImmediate(() => {
    if (process.connected) process.send?.(outbox);
    outbox = [];
  });
}

let functions: LocalFunctions | undefined;

function open(options: RunnerOptions): LocalFunctions {
  return new LocalFunctions({
    ...options,
    onLine: (stream, line, context) => report({ type: 'line', stream, line, ...(context && { context }) }),
  });
}

process.on('message', ({ options, calls }: ToRunner) => {
  if (options !== undefined) functions = open(options);
  for (const { id, call } of calls) {
    void functions?.invoke(call).then((outcome: CallOutcome) => report({ type: 'outcome', id, outcome }));
  }
});
// The server has stopped or died; its calls have nobody to answer to.
process.on('disconnect', () => {
  functions?.close();
  // Nothing keeps this process alive now but what it is ending; that is given a moment.
  setTimeout(() => process.exit(), EXIT_MS).unref();
});
// A stop signal to the whole process group is the server's to handle: it waits for calls that still run.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
