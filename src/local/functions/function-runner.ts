import { availableParallelism } from 'node:os';
import type { CallOutcome, FunctionCall } from '../../ports/task-targets.ts';
import { type FunctionFile, findFunction } from './find-function.ts';
import { FunctionHost } from './function-host.ts';
import { identityOf } from './function-identity.ts';
import { type FunctionOptions, TIME_LIMIT_MS } from './function-options.ts';
import { FunctionProcesses } from './function-processes.ts';
import { LOOK_MS, type OnLine } from './function-slot.ts';
import { OpenHosts } from './open-hosts.ts';
import { ProcessRuntime } from './process-runtime.ts';
import type { CallContext, Invocation, LoadMessage, UrlCall } from './protocol.ts';
import type { OpenRuntime } from './runtime.ts';

const CONCURRENCY = 100;
const RESULT_BYTES = 6 * 1024 * 1024;
/** As on AWS Lambda and Function Compute: a process of Python runs one call at a time, in its main thread. */
const PYTHON_PROCESSES = 32;

/** A call by a flow, or by a client that has the URL of a function. */
type Begun = Pick<FunctionCall, 'target' | 'event' | 'isAsync' | 'caller' | 'deadlineAt'>;

/** A request by URL belongs to no execution. */
const NO_CALLER = { taskId: '', flowName: '', executionName: '', stepName: '', roleArn: '' };

/**
 * Runs functions from folders, each in processes of its own: JavaScript and TypeScript many calls at a time, Python one.
 *
 * Changed code is used from the next call on; calls that run end on the code they began with. A function that harms its
 * process fails its own calls at most.
 */
export class FunctionRunner {
  readonly #options: () => FunctionOptions;
  readonly #onLine: OnLine;
  readonly #processes = new FunctionProcesses();
  readonly #hosts = new OpenHosts();
  /** Hosts that have calls, as far as is known. */
  readonly #busy = new Set<FunctionHost>();
  #looking: NodeJS.Timeout | undefined;
  #isClosed = false;
  #crashes = 0;

  /** `options` is read when a function is called. */
  constructor(options: () => FunctionOptions, onLine: OnLine) {
    this.#options = options;
    this.#onLine = onLine;
  }

  /** Processes that have ended by themselves so far. */
  get crashes(): number {
    return this.#crashes;
  }

  /** Starts a process ahead of the first call, and another one whenever it is taken. */
  warm(): void {
    this.#processes.keepSpare(this.#options());
  }

  /**
   * Runs a function, or hands the event over when the call is asynchronous. Never throws: failures are returned.
   *
   * Once the runner is closed no call resolves any more: none has failed, and all are made again after a restart.
   */
  invoke(call: FunctionCall): Promise<CallOutcome> {
    return this.#run(call, {});
  }

  /**
   * Hands an HTTP request to a function that is called by its URL; the output of a success is the JSON text of a
   * {@link UrlCallAnswer}. Otherwise as a call by a flow.
   */
  serve(target: FunctionCall['target'], request: UrlCall): Promise<CallOutcome> {
    const event = JSON.stringify(request);
    return this.#run({ target, event, isAsync: false, caller: NO_CALLER }, { isRequest: true });
  }

  #run(call: Begun, style: Pick<Invocation, 'isRequest'>): Promise<CallOutcome> {
    return new Promise((settle) => {
      if (this.#isClosed) return;
      const options = this.#options();
      const host = this.#hostOf(call.target, options);
      if ('failure' in host) {
        settle({ kind: 'failed', failure: host.failure });
        return;
      }
      const context = contextOf(call, options);
      if (call.isAsync) settle({ kind: 'succeeded', output: '{}' });
      host.invoke({ event: call.event, context, ...style }, (outcome) => {
        if (this.#isClosed) return;
        settle(outcome);
        if (call.isAsync) this.#reportLate(outcome, context);
      });
      this.#lookAfter(host);
    });
  }

  /** Ends all functions, with everything they have started, and resolves when nothing of them is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#looking);
    this.#hosts.close();
    await this.#processes.close();
  }

  #hostOf(target: FunctionCall['target'], options: FunctionOptions) {
    const current = this.#hosts.current(target);
    if (current !== undefined) return current;
    const found = findFunction(target, options.directories);
    return 'failure' in found ? found : this.#hosts.open(target, found, () => this.#openHost(found, options));
  }

  #lookAfter(host: FunctionHost): void {
    this.#busy.add(host);
    this.#looking ??= setInterval(() => {
      for (const busy of this.#busy) {
        busy.look();
        if (busy.isIdle) this.#busy.delete(busy);
      }
      if (this.#busy.size > 0) return;
      clearInterval(this.#looking);
      this.#looking = undefined;
    }, LOOK_MS);
  }

  #openHost(found: FunctionFile, options: FunctionOptions): FunctionHost {
    const { concurrency = CONCURRENCY, resultBytes = RESULT_BYTES } = options;
    const { file } = found;
    const isPython = file.endsWith('.py');
    const cores = Math.max(2, availableParallelism());
    const limits = { concurrency, runtimes: isPython ? PYTHON_PROCESSES : cores, starting: cores };
    const open = isPython ? this.#openPython(found, options) : this.#openNode(found, options, concurrency);
    return new FunctionHost({ file, resultBytes }, open, limits, this.#onLine, () => {
      this.#crashes += 1;
    });
  }

  #openNode(found: FunctionFile, options: FunctionOptions, capacity: number): OpenRuntime {
    const load = loadMessage(found, options);
    return (events) => new ProcessRuntime(this.#processes.node(options), load, capacity, events);
  }

  #openPython(found: FunctionFile, options: FunctionOptions): OpenRuntime {
    const load = loadMessage(found, options);
    return (events) =>
      new ProcessRuntime(this.#processes.python(options), load, 1, {
        ...events,
        onProgram: (program) => this.#processes.usePython(program),
        onExit: (exit) => {
          const reason = `python3 was not found on PATH; ${found.file} needs it`;
          events.onExit(exit.neverStarted === 'absent' ? { ...exit, reason } : exit);
        },
      });
  }

  #reportLate(outcome: CallOutcome, context: CallContext): void {
    if (outcome.kind === 'succeeded') return;
    const { error, cause } = outcome.failure;
    this.#onLine('stderr', `asynchronous call failed: ${error} ${cause}`, context);
  }
}

function contextOf({ caller, deadlineAt }: Begun, { timeLimitMs }: FunctionOptions): CallContext {
  const limit = Date.now() + (timeLimitMs ?? TIME_LIMIT_MS);
  const { taskId, flowName, executionName, stepName, traceparent } = caller;
  const deadline = Math.min(limit, deadlineAt ?? limit);
  const known = { taskId, flowName, executionName, stepName, deadline };
  return traceparent === undefined ? known : { ...known, traceparent };
}

function loadMessage(found: FunctionFile, options: FunctionOptions): LoadMessage {
  const { resultBytes = RESULT_BYTES } = options;
  return { file: found.file, resultBytes, identity: identityOf(found, options) };
}
