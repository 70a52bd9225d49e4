import { AsyncLocalStorage } from 'node:async_hooks';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { LineSplitter } from './line-splitter.ts';
import type { Invocation, OutputStream, Reply } from './protocol.ts';
import { thrownError } from './thrown-error.ts';

// Entry of the worker thread that runs one JavaScript or TypeScript function, many calls at a time.

/** One message to the worker: invocations in the order of their positions, or a question whether it is alive. */
export type WorkerMessage = 'ping' | { readonly first: number; readonly invocations: readonly Invocation[] };

/** What the worker is started with; `cursor[0]` is the position of the next invocation to begin. */
export interface WorkerData {
  readonly file: string;
  readonly cursor: Int32Array;
}

type Handler = (event: unknown, context: unknown) => unknown;

/** A call that has begun: settles once, and owns the lines printed on its behalf. */
class RunningCall {
  readonly id: number;
  readonly lines = {
    stdout: new LineSplitter((line) => reply({ type: 'output', call: this.id, stream: 'stdout', line })),
    stderr: new LineSplitter((line) => reply({ type: 'output', call: this.id, stream: 'stderr', line })),
  };
  private isSettled = false;

  constructor(id: number) {
    this.id = id;
  }

  settle(outcome: Reply): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.lines.stdout.end();
    this.lines.stderr.end();
    reply(outcome);
  }
}

const { file, cursor } = workerData as WorkerData;
const calls = new AsyncLocalStorage<RunningCall>();
const outsideLines = {
  stdout: new LineSplitter((line) => reply({ type: 'output', stream: 'stdout', line })),
  stderr: new LineSplitter((line) => reply({ type: 'output', stream: 'stderr', line })),
};
let outbox: Reply[] = [];

function reply(message: Reply): void {
  if (outbox.push(message) === 1) setImmediate(flush);
}

function flush(): void {
  const messages = outbox;
  outbox = [];
  if (messages.length > 0) parentPort?.postMessage(messages);
}

function redirect(stream: OutputStream): void {
  process[stream].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const lines = calls.getStore()?.lines ?? outsideLines;
    lines[stream].push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const written = rest.at(-1);
    if (typeof written === 'function') queueMicrotask(() => written());
    return true;
  };
}

/** Ends the call that asked for it, and not its neighbours in the same thread. */
function redirectExit(): void {
  const exitThread = process.exit;
  process.exit = (code) => {
    const call = calls.getStore();
    if (call === undefined) return exitThread(code);
    call.settle({ type: 'exited', call: call.id });
    throw new Error(`process.exit(${code ?? ''}) ended the call`);
  };
  const kill = process.kill;
  process.kill = (pid, signal) => (pid === process.pid && signal !== 0 ? process.exit(1) : kill(pid, signal));
}

async function begin(handler: Handler, invocation: Invocation): Promise<void> {
  const call = new RunningCall(invocation.id);
  try {
    const result = await calls.run(call, () => handler(JSON.parse(invocation.event), invocation.context));
    call.settle(returned(call.id, result));
  } catch (error) {
    call.settle({ type: 'threw', call: call.id, error: thrownError(error) });
  }
}

function returned(call: number, result: unknown): Reply {
  try {
    return { type: 'returned', call, output: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { type: 'unwritable', call, error: thrownError(error) };
  }
}

/** An error that nobody awaited fails the call it came from; without a call it ends the thread. */
function failCallOf(error: unknown): void {
  const call = calls.getStore();
  if (call === undefined) throw error;
  call.settle({ type: 'threw', call: call.id, error: thrownError(error) });
}

async function loadHandler(): Promise<Handler | undefined> {
  const module: { handler?: unknown; default?: { handler?: unknown } } = await import(
    pathToFileURL(file).href
  );
  const handler = module.handler ?? module.default?.handler;
  return typeof handler === 'function' ? (handler as Handler) : undefined;
}

function listen(handler: Handler): void {
  process.on('uncaughtException', failCallOf);
  parentPort?.on('message', (message: WorkerMessage) => {
    if (message === 'ping') {
      reply({ type: 'pong' });
      return;
    }
    message.invocations.forEach((invocation, index) => {
      const position = message.first + index;
      // The other side takes back what has not begun by moving the cursor away.
      if (Atomics.compareExchange(cursor, 0, position, position + 1) !== position) return;
      void begin(handler, invocation);
    });
  });
}

redirect('stdout');
redirect('stderr');
redirectExit();
try {
  const handler = await loadHandler();
  if (handler === undefined) {
    const errorMessage = `${file} does not export a function named handler`;
    const error = { errorMessage, errorType: 'HandlerNotFound', stackTrace: [] };
    reply({ type: 'unloadable', error, isHandlerMissing: true });
  } else {
    reply({ type: 'loaded' });
    listen(handler);
  }
} catch (error) {
  reply({ type: 'unloadable', error: thrownError(error), isHandlerMissing: false });
}
