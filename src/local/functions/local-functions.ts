import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { CallOutcome, FunctionCall } from '../../ports/task-targets.ts';
import { type FunctionFile, findFunction } from './find-function.ts';
import { FolderWatch } from './folder-watch.ts';
import { FunctionHost, type HostLimits } from './function-host.ts';
import type { OnLine } from './function-slot.ts';
import type { FunctionContext } from './protocol.ts';
import { PythonRuntime } from './python-runtime.ts';
import type { RunnerOptions } from './runner-protocol.ts';
import type { OpenRuntime } from './runtime.ts';
import { ThreadRuntime } from './thread-runtime.ts';

/** What functions need from the process they run in. */
export interface FunctionsOptions extends RunnerOptions {
  readonly onLine: OnLine;
}

const TIME_LIMIT_MS = 900_000;
const MEMORY_MB = 1_024;
const CONCURRENCY = 100;
const IDLE_MS = 300_000;

/**
 * Runs functions from folders: JavaScript and TypeScript in worker threads, Python in processes.
 *
 * Changed code is used from the next call on; calls that run end on the code they began with. Many calls of one
 * function share a thread or process, so module state is shared between them.
 */
export class LocalFunctions {
  private readonly options: FunctionsOptions;
  private readonly concurrency: number;
  private readonly memoryMb: number;
  private readonly hosts = new Map<string, { readonly host: FunctionHost; readonly modifiedAt: number }>();
  private readonly watches = new Map<string, FolderWatch>();
  /** Hosts on older code that still have calls to end. */
  private readonly open = new Set<FunctionHost>();

  constructor(options: FunctionsOptions) {
    this.options = options;
    this.concurrency = options.concurrency ?? CONCURRENCY;
    this.memoryMb = options.memoryMb ?? MEMORY_MB;
  }

  /** Runs a function, or hands the event over when the call is asynchronous. Never throws: failures are answered. */
  async invoke(call: FunctionCall): Promise<CallOutcome> {
    const found = findFunction(call.target, this.options.directories);
    if ('failure' in found) return { kind: 'failed', failure: found.failure };
    const context = this.contextOf(call, found);
    const outcome = this.hostOf(found).invoke(call.event, context);
    if (!call.isAsync) return outcome;
    void outcome.then((late) => this.reportLate(late, context));
    return { kind: 'succeeded', output: '{}' };
  }

  /** Ends all functions at once; calls in progress fail. */
  close(): void {
    for (const watch of this.watches.values()) watch.close();
    for (const host of this.open) host.close();
    this.watches.clear();
    this.hosts.clear();
    this.open.clear();
  }

  private contextOf({ caller, deadlineAt }: FunctionCall, found: FunctionFile): FunctionContext {
    const limit = Date.now() + (this.options.timeLimitMs ?? TIME_LIMIT_MS);
    return {
      taskId: caller.taskId,
      flowName: caller.flowName,
      executionName: caller.executionName,
      stepName: caller.stepName,
      serviceName: found.service,
      functionName: found.functionName,
      qualifier: found.qualifier,
      deadline: Math.min(limit, deadlineAt ?? limit),
      ...this.options.endpoints,
    };
  }

  private hostOf({ file, folder, modifiedAt }: FunctionFile): FunctionHost {
    const known = this.hosts.get(file);
    if (known?.modifiedAt === modifiedAt) return known.host;
    if (known !== undefined) this.retire(file, known.host);
    this.watch(folder);
    const host = new FunctionHost(file, this.runtimeOf(file), this.limitsOf(file), this.options.onLine);
    this.hosts.set(file, { host, modifiedAt });
    this.open.add(host);
    return host;
  }

  private runtimeOf(file: string): OpenRuntime {
    if (isPython(file))
      return (path, events) => new PythonRuntime(path, this.concurrency, this.memoryMb, events);
    return (path, events) => new ThreadRuntime(path, this.memoryMb, events);
  }

  private limitsOf(file: string): HostLimits {
    const runtimes = isPython(file) ? 1 : Math.max(2, availableParallelism());
    return { concurrency: this.concurrency, runtimes, idleMs: IDLE_MS };
  }

  /** What a function imports from its service's folder counts as its code. */
  private watch(folder: string): void {
    if (this.watches.has(folder)) return;
    const retireAll = () => {
      for (const [file, { host }] of this.hosts) if (dirname(file) === folder) this.retire(file, host);
    };
    this.watches.set(folder, new FolderWatch(folder, retireAll));
  }

  private retire(file: string, host: FunctionHost): void {
    this.hosts.delete(file);
    host.retire();
    for (const old of this.open) if (old.isDone) this.open.delete(old);
  }

  private reportLate(outcome: CallOutcome, context: FunctionContext): void {
    if (outcome.kind === 'succeeded') return;
    const { error, cause } = outcome.failure;
    this.options.onLine('stderr', `asynchronous call failed: ${error} ${cause}`, context);
  }
}

function isPython(file: string): boolean {
  return file.endsWith('.py');
}
