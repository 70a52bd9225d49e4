import { Worker } from 'node:worker_threads';
import { programBeside } from '../../common/program-beside.ts';
import type { WorkerData, WorkerMessage } from './function-worker.ts';
import type { Invocation, Reply } from './protocol.ts';
import type { Runtime, RuntimeEvents } from './runtime.ts';

const REVOKED = -1;

/**
 * Runs a JavaScript or TypeScript function in a worker thread.
 *
 * Invocations have positions 0, 1, 2 … and begin in that order. A shared cursor holds the next position: the thread
 * moves it on when it begins one, and this side takes back the rest by moving it away, also while a call loops.
 */
export class ThreadRuntime implements Runtime {
  private readonly worker: Worker;
  private readonly cursor = new Int32Array(new SharedArrayBuffer(4));
  private outbox: Invocation[] = [];
  /** Ids from position `begun` on, as far as this side knows. */
  private notBegun: number[] = [];
  private begun = 0;

  constructor(file: string, memoryMb: number, events: RuntimeEvents) {
    let reason = 'the function ended its thread';
    this.worker = new Worker(programBeside(import.meta.url, 'function-worker'), {
      workerData: { file, cursor: this.cursor } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      execArgv: [],
    });
    this.worker.on('message', (replies: Reply[]) => events.onReplies(replies));
    this.worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    this.worker.on('exit', () => events.onExit(reason));
  }

  post(invocation: Invocation): void {
    this.notBegun.push(invocation.id);
    // Calls of one tick travel in one message.
    if (this.outbox.push(invocation) === 1) queueMicrotask(() => this.flush());
  }

  ping(): void {
    this.send('ping');
  }

  isStuck(): boolean {
    const known = this.begun;
    this.catchUp(Atomics.load(this.cursor, 0));
    return this.notBegun.length > 0 && this.begun === known;
  }

  takeBack(): readonly number[] {
    this.flush();
    const cursor = Atomics.exchange(this.cursor, 0, REVOKED);
    if (cursor !== REVOKED) this.catchUp(cursor);
    const ids = this.notBegun;
    this.begun += ids.length;
    this.notBegun = [];
    return ids;
  }

  resume(): void {
    Atomics.store(this.cursor, 0, this.begun);
  }

  close(): void {
    void this.worker.terminate();
  }

  private catchUp(cursor: number): void {
    if (cursor > this.begun) this.notBegun.splice(0, cursor - this.begun);
    this.begun = Math.max(this.begun, cursor);
  }

  private flush(): void {
    if (this.outbox.length === 0) return;
    const first = this.begun + this.notBegun.length - this.outbox.length;
    this.send({ first, invocations: this.outbox });
    this.outbox = [];
  }

  private send(message: WorkerMessage): void {
    this.worker.postMessage(message);
  }
}
