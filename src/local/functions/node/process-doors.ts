import { FRAME } from '../frames.ts';
import { PrintedLines } from '../printed-lines.ts';
import { thrownError } from '../thrown-error.ts';
import type { Channel } from './channel.ts';
import { threw } from './result.ts';
import { calls } from './running-call.ts';

/** Makes effects of a function on its process apply to its call only: prints, exits, and unhandled errors. */
export function redirectProcess(channel: Channel): void {
  const outside = new PrintedLines((stream, text) => channel.print(0, stream, text), true);
  redirectOutput('stdout', outside);
  redirectOutput('stderr', outside);
  tellLevel('debug');
  tellLevel('warn');
  redirectExit();
  process.on('uncaughtException', (error) => failCallOf(error, channel, outside));
  // A stop signal to all processes of the service is the server's to handle: it waits for calls that still run.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
}

/** The level of what is being printed, where a function of `console` tells it: what that prints is written before it returns. */
let level: 'debug' | 'warn' | undefined;

function tellLevel(name: 'debug' | 'warn'): void {
  const print = console[name];
  console[name] = (...values: unknown[]) => {
    level = name;
    try {
      print(...values);
    } finally {
      level = undefined;
    }
  };
}

function redirectOutput(name: 'stdout' | 'stderr', outside: PrintedLines): void {
  process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const call = calls.getStore();
    if (call !== undefined) {
      call.print(level ?? name, chunk);
    } else {
      outside.push(level ?? name, chunk);
      outside.tellDropped();
    }
    const written = rest.at(-1);
    if (typeof written === 'function') queueMicrotask(() => written());
    return true;
  };
}

/** Ends the call that asked for it, and not its neighbours in the same process. */
function redirectExit(): void {
  const exitProcess = process.exit;
  process.exit = (code) => {
    const call = calls.getStore();
    if (call === undefined) return exitProcess(code);
    call.end({ type: FRAME.exited, body: '' });
    throw new Error(`process.exit(${code ?? ''}) ended the call`);
  };
  const kill = process.kill;
  process.kill = (pid, signal) => (pid === process.pid && signal !== 0 ? process.exit(1) : kill(pid, signal));
}

/** An unhandled error fails the call that it came from; without a call it ends the process. */
function failCallOf(error: unknown, channel: Channel, outside: PrintedLines): void {
  const call = calls.getStore();
  if (call !== undefined) {
    call.end(threw(error));
    return;
  }
  const { errorMessage, stackTrace } = thrownError(error);
  outside.push('stderr', `${stackTrace.join('\n')}\n`);
  channel.send(FRAME.ending, 0, errorMessage);
  channel.flush(() => process.exit(1));
}
