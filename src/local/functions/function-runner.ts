import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { programBeside } from '../../common/program-beside.ts';
import type { CallOutcome, FunctionCall } from '../../ports/task-targets.ts';
import { exitFailure } from './call-failure.ts';
import type { OnLine } from './function-slot.ts';
import type { FromRunner, RunnerOptions, ToRunner } from './runner-protocol.ts';

const RUNNER = fileURLToPath(programBeside(import.meta.url, 'runner'));

interface Run {
  readonly child: ChildProcess;
  readonly calls: Map<number, (outcome: CallOutcome) => void>;
  /** The process knows its options. */
  isTold: boolean;
}

/**
 * Runs functions in a process of their own, which starts with the first call and again after it died.
 *
 * Threads alone would not protect the server: a thread that runs out of memory between two garbage collections takes
 * its whole process along. When that happens, all calls in progress fail.
 */
export class FunctionRunner {
  private readonly options: () => RunnerOptions;
  private readonly onLine: OnLine;
  private run: Run | undefined;
  private outbox: ToRunner['calls'][number][] = [];
  private lastId = 0;
  private isClosed = false;

  /** `options` is read when a process gets its first call. */
  constructor(options: () => RunnerOptions, onLine: OnLine) {
    this.options = options;
    this.onLine = onLine;
  }

  /** Starts the process ahead of the first call. */
  warm(): void {
    this.run ??= this.isClosed ? undefined : this.start();
  }

  /** Runs a function, or hands the event over when the call is asynchronous. Never throws: failures are answered. */
  invoke(call: FunctionCall): Promise<CallOutcome> {
    this.warm();
    const { run } = this;
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((settle) => {
      if (run === undefined) return;
      run.calls.set(id, settle);
      // Calls of one tick travel in one message.
      if (this.outbox.push({ id, call }) === 1) queueMicrotask(() => this.flush(run));
    });
  }

  /**
   * Ends all functions at once and resolves when nothing of them is left.
   *
   * Calls in progress and later ones are never answered: they have not failed, and are made again after a restart.
   */
  async close(): Promise<void> {
    this.isClosed = true;
    const child = this.run?.child;
    if (!child?.connected) return;
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
  }

  private flush(run: Run): void {
    const calls = this.outbox;
    this.outbox = [];
    const message: ToRunner = { calls, ...(!run.isTold && { options: this.options() }) };
    run.isTold = true;
    // A process that is just dying reports its exit, which settles these calls.
    if (run.child.connected) run.child.send(message, () => {});
  }

  private start(): Run {
    const child = fork(RUNNER, [], {
      execArgv: [],
      // Threads and processes do not inherit the cache by themselves; without it they strip types anew each time.
      env: { NODE_COMPILE_CACHE: getCompileCacheDir(), ...process.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const run: Run = { child, calls: new Map(), isTold: false };
    child.on('message', (messages: FromRunner) => {
      for (const message of messages) this.receive(run, message);
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null)
        createInterface({ input: stream }).on('line', (line) => this.onLine('stderr', line));
    }
    child.once('close', (code, signal) => this.ended(run, signal ?? `exit code ${code}`));
    return run;
  }

  private receive(run: Run, message: FromRunner[number]): void {
    if (message.type === 'line') {
      this.onLine(message.stream, message.line, message.context);
      return;
    }
    run.calls.get(message.id)?.(message.outcome);
    run.calls.delete(message.id);
  }

  private ended(run: Run, reason: string): void {
    if (this.isClosed) return;
    if (this.run === run) this.run = undefined;
    const failure = exitFailure(`the process of all functions ended: ${reason}`);
    for (const settle of run.calls.values()) settle({ kind: 'failed', failure });
  }
}
