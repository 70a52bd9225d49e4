import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { BeginCursor, CURSOR_FD } from './begin-cursor.ts';
import { CHANNEL_FD, encodeFrames, FRAME, type Frame, FrameReader, type OutgoingFrame } from './frames.ts';
import { Pace } from './pace.ts';
import { MARK, type ProcessKeeper } from './process-keeper.ts';
import type { OutputStream } from './protocol.ts';

/** The command of a process: a program that speaks frames on its channel and gets the tag as its last argument. */
export interface Command {
  /** Name of the program for people. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The process claims its calls from a cursor. */
  readonly hasCursor: boolean;
}

/** The end of a process. */
export interface Exit {
  readonly reason: string;
  /** `absent` where there is no such program; `short` where the machine had no room for another process just then. */
  readonly neverStarted?: 'absent' | 'short';
}

/** The events of a process; `onExit` comes last and exactly once. */
export interface ProcessEvents {
  readonly onFrames: (frames: readonly Frame[]) => void;
  /** Bytes that the process, or one that it has started, wrote to its own standard streams. */
  readonly onBytes: (stream: OutputStream, bytes: Buffer) => void;
  /** The process reads again. */
  readonly onDrain: () => void;
  readonly onExit: (exit: Exit) => void;
}

/** Output beyond this is held back: the server has better things to do than to show it. */
const SHOWN = { perSecond: 1024 * 1024, burst: 2 * 1024 * 1024 };
const RAW = { perSecond: 4 * 1024 * 1024, burst: 1024 * 1024 };
/** After the exit, remaining output is read for so long, even while another process holds the streams. */
const LAST_WORDS_MS = 100;
/** Of more frames in one tick the process begins with the first ones while the server still prepares the others. */
const FRAMES_AT_ONCE = 8;
const SHORT_OF_RESOURCES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']);

/**
 * A process for functions, the leader of a process group of its own: processes that it starts end with it.
 *
 * Its exit decides, not the end of its streams, which processes that it left behind may hold open. Input from its channel
 * is checked like any other; a process that sends anything but frames is ended.
 */
export class FunctionProcess {
  readonly #tag = randomInt(2 ** 32);
  readonly #keeper: ProcessKeeper;
  readonly #mark: string;
  readonly #reader = new FrameReader(this.#tag);
  readonly #timers = new Set<NodeJS.Timeout>();
  #outbox: OutgoingFrame[] = [];
  #child: ChildProcess | undefined;
  #cursor: BeginCursor | undefined;
  #events: ProcessEvents | undefined;
  readonly #ended = Promise.withResolvers<Exit>();
  #exit: Exit | undefined;
  #reason: string | undefined;
  #isExiting = false;

  constructor(command: Command, keeper: ProcessKeeper) {
    this.#keeper = keeper;
    this.#mark = keeper.newMark();
    try {
      this.#start(command);
    } catch (error) {
      this.#dispose();
      queueMicrotask(() => this.#end(startFailure(error)));
    }
  }

  /** Resolves when the process is gone, and rejects never. */
  get ended(): Promise<Exit> {
    return this.#ended.promise;
  }

  get hasEnded(): boolean {
    return this.#exit !== undefined;
  }

  /** Absent where the process has none. */
  get cursor(): BeginCursor | undefined {
    return this.#cursor;
  }

  /** True while the process has so much unread input that more would only fill the memory. */
  get isFull(): boolean {
    return this.#channel?.writableNeedDrain ?? false;
  }

  /** Begins to read from the process. */
  attach(events: ProcessEvents): void {
    this.#events = events;
    const { stdout, stderr } = this.#child ?? {};
    const channel = this.#channel;
    if (channel !== undefined)
      this.#read(channel, new Pace(SHOWN.perSecond, SHOWN.burst), (bytes) => this.#receive(bytes));
    channel?.on('drain', events.onDrain);
    const raw = new Pace(RAW.perSecond, RAW.burst);
    for (const [name, stream] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const) {
      if (stream) this.#read(stream, raw, (bytes) => this.#receiveRaw(name, bytes));
    }
    if (this.#exit !== undefined) events.onExit(this.#exit);
  }

  /** Sends one frame, those of one tick together, some at a time; a process that has just ended does not get it. */
  send(type: number, call: number, ...parts: OutgoingFrame['parts']): void {
    const waiting = this.#outbox.push({ type, call, parts });
    if (waiting === 1) queueMicrotask(() => this.#flush());
    if (waiting === FRAMES_AT_ONCE) this.#flush();
  }

  /** Ends the process and all that it has started, at once. */
  kill(reason?: string): void {
    this.#reason ??= reason;
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }

  /** The frames of a tick may all have been sent when it ends. */
  #flush(): void {
    if (this.#outbox.length === 0) return;
    this.#channel?.write(encodeFrames(this.#tag, this.#outbox));
    this.#outbox = [];
  }

  get #channel(): Socket | undefined {
    const streams: readonly unknown[] = this.#child?.stdio ?? [];
    return streams[CHANNEL_FD] as Socket | undefined;
  }

  #start({ name, program, args, env, hasCursor }: Command): void {
    if (hasCursor) this.#cursor = new BeginCursor();
    const unused = Array.from({ length: CURSOR_FD - 3 }, () => 'ignore' as const);
    const child = spawn(program, [...args, String(this.#tag)], {
      detached: true,
      env: { ...env, [MARK]: this.#mark },
      stdio: ['ignore', 'pipe', 'pipe', ...unused, this.#cursor?.fd ?? 'ignore', 'pipe'],
    });
    this.#child = child;
    child.once('error', (error) => this.#end(startFailure(error)));
    child.once('exit', (code, signal) =>
      this.#exited(`${name} ${signal === null ? `exited with code ${code}` : `died of ${signal}`}`),
    );
    if (child.pid === undefined) return;
    this.#keeper.add(child.pid);
    this.#channel?.on('error', () => {});
    // The exit tells why a process is gone; one that goes on without a channel is of no use.
    this.#channel?.once('close', () => this.#after(LAST_WORDS_MS, () => this.kill('it closed its channel')));
  }

  #read(stream: Readable, pace: Pace, receive: (bytes: Buffer) => number): void {
    stream.on('error', () => {});
    stream.on('data', (bytes: Buffer) => {
      const pause = pace.spend(receive(bytes));
      if (pause === 0 || this.#isExiting) return;
      stream.pause();
      this.#after(pause, () => stream.resume());
    });
  }

  /** @returns how many bytes of output there were */
  #receive(bytes: Buffer): number {
    if (this.#reason !== undefined) return 0;
    try {
      const frames = this.#reader.push(bytes);
      this.#events?.onFrames(frames);
      return frames.reduce((sum, { type, length }) => (type === FRAME.output ? sum + length : sum), 0);
    } catch (error) {
      this.kill(error instanceof Error ? error.message : String(error));
      return 0;
    }
  }

  #receiveRaw(stream: OutputStream, bytes: Buffer): number {
    this.#events?.onBytes(stream, bytes);
    return bytes.length;
  }

  #exited(how: string): void {
    this.#isExiting = true;
    // Processes that it started go too, and with them most holders of its streams.
    this.kill();
    const { pid, stdout, stderr } = this.#child ?? {};
    if (pid !== undefined) this.#keeper.remove(pid, this.#mark);
    const reason = this.#reason ?? how;
    const open = new Set([stdout, stderr, this.#channel].filter((stream) => stream && !stream.destroyed));
    this.#after(LAST_WORDS_MS, () => this.#end({ reason }));
    for (const stream of open) {
      stream?.resume();
      stream?.once('close', () => {
        open.delete(stream);
        if (open.size === 0) this.#end({ reason });
      });
    }
    if (open.size === 0) this.#end({ reason });
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  #end(exit: Exit): void {
    if (this.#exit !== undefined) return;
    this.#exit = exit;
    this.#events?.onExit(exit);
    this.#dispose();
    this.#ended.resolve(exit);
  }

  #dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const stream of this.#child?.stdio ?? []) stream?.destroy();
    this.#cursor?.close();
    this.#cursor = undefined;
  }
}

function startFailure(error: unknown): Exit {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return { reason: message, neverStarted: 'absent' };
  const isShort = SHORT_OF_RESOURCES.has(code ?? '');
  return {
    reason: `it could not be started: ${message}`,
    ...(isShort && { neverStarted: 'short' as const }),
  };
}
