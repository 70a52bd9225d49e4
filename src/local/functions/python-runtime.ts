import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Invocation, Reply } from './protocol.ts';
import type { Runtime, RuntimeEvents } from './runtime.ts';

const HOST = fileURLToPath(new URL('./python-host.py', import.meta.url));

/** Runs a Python function in a process of `python3`, every call in a thread of its own. */
export class PythonRuntime implements Runtime {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly events: RuntimeEvents;

  constructor(file: string, concurrency: number, memoryMb: number, events: RuntimeEvents) {
    this.events = events;
    this.child = spawn('python3', ['-u', HOST, file, String(concurrency), String(memoryMb)], {
      // Compiled files beside the sources would look like changed sources.
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' },
    });
    // A write to a process that has just ended is answered by its exit.
    this.child.stdin.on('error', () => {});
    this.readReplies();
    this.watchExit(file);
  }

  post(invocation: Invocation): void {
    this.child.stdin.write(`${JSON.stringify(invocation)}\n`);
  }

  ping(): void {
    this.child.stdin.write('"ping"\n');
  }

  isStuck(): boolean {
    return false;
  }

  takeBack(): readonly number[] {
    return [];
  }

  resume(): void {}

  close(): void {
    this.child.kill('SIGKILL');
  }

  private readReplies(): void {
    const replies = createInterface({ input: this.child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    replies.on('line', (line) => this.events.onReplies([JSON.parse(line) as Reply]));
    const noise = createInterface({ input: this.child.stderr });
    noise.on('line', (line) => this.events.onReplies([{ type: 'output', stream: 'stderr', line }]));
  }

  private watchExit(file: string): void {
    let reason: string | undefined;
    this.child.once('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      reason = isMissing ? `python3 was not found on PATH; ${file} needs it` : error.message;
    });
    this.child.once('close', (code, signal) => {
      reason ??= signal === null ? `python3 exited with code ${code}` : `python3 died of ${signal}`;
      this.events.onExit(reason);
    });
  }
}
