import { FRAME, type Frame, twoParts } from './frames.ts';
import type { Exit, FunctionProcess } from './function-process.ts';
import { PrintedLines } from './printed-lines.ts';
import type { Invocation, LoadMessage, OutputStream, Reply } from './protocol.ts';
import { readReply } from './read-reply.ts';
import type { Runtime, RuntimeEvents } from './runtime.ts';

/** The message with which Node.js ends when its heap is full; the exit itself shows only a signal. */
const HEAP_IS_FULL = 'JavaScript heap out of memory';

/**
 * Characters of events that a busy machine hands over between two looks. Large ones that are taken back sooner would be sent
 * again and again, and none would ever begin.
 */
const CHARACTERS_A_LOOK = 128 * 1024;

interface Sent {
  readonly id: number;
  /** Characters of its event. */
  readonly size: number;
}

/** Further events of a runtime in a process. */
export interface ProcessRuntimeEvents extends RuntimeEvents {
  /** The program that runs, where the process reports it. */
  readonly onProgram?: (program: string) => void;
}

/** Runs calls of one function in a process. */
export class ProcessRuntime implements Runtime {
  readonly capacity: number;
  readonly #process: FunctionProcess;
  readonly #events: ProcessRuntimeEvents;
  /** Output on the standard streams of the process, from the function or from processes that it started. */
  readonly #lines = new PrintedLines((stream, text) => this.#print(stream, text), true);
  /** Sent, and not known to have begun; a process without a cursor begins all. */
  #notBegun: Sent[] = [];
  /** Looks since the last that found something new to have begun. */
  #looks = 0;
  #known = 0;
  #ending: string | undefined;

  constructor(process: FunctionProcess, load: LoadMessage, capacity: number, events: ProcessRuntimeEvents) {
    this.capacity = capacity;
    this.#process = process;
    this.#events = events;
    process.send(FRAME.load, 0, JSON.stringify(load));
    process.attach({
      onFrames: (frames) => this.#receive(frames),
      onBytes: (stream, bytes) => {
        this.#lines.push(stream, bytes);
        if (stream === 'stderr' && bytes.includes(HEAP_IS_FULL))
          this.#ending = 'it needs more memory than it may use';
        this.#lines.tellDropped();
      },
      onDrain: events.onDrain,
      onExit: (exit) => this.#exited(exit),
    });
  }

  get isFull(): boolean {
    return this.#process.isFull;
  }

  post(id: number, { event, context, isRequest }: Invocation): void {
    if (this.#process.cursor !== undefined) this.#notBegun.push({ id, size: event.length });
    this.#process.send(
      isRequest ? FRAME.request : FRAME.invoke,
      id,
      ...twoParts(JSON.stringify(context), event),
    );
  }

  ping(): void {
    this.#process.send(FRAME.ping, 0);
  }

  isStuck(): boolean {
    const known = this.#known;
    this.#catchUp(this.#process.cursor?.begun() ?? known);
    this.#looks = this.#notBegun.length > 0 && this.#known === known ? this.#looks + 1 : 0;
    const size = this.#notBegun.reduce((sum, sent) => sum + sent.size, 0);
    return this.#looks > size / CHARACTERS_A_LOOK;
  }

  takeBack(): readonly number[] {
    const last = this.#notBegun.at(-1)?.id;
    const { cursor } = this.#process;
    if (last !== undefined && cursor !== undefined) this.#catchUp(cursor.revoke(last));
    const ids = this.#notBegun.map(({ id }) => id);
    this.#notBegun = [];
    return ids;
  }

  close(): void {
    this.#process.kill();
  }

  #catchUp(begun: number): void {
    const first = this.#notBegun.findIndex(({ id }) => id > begun);
    this.#notBegun.splice(0, first === -1 ? this.#notBegun.length : first);
    this.#known = begun;
  }

  #receive(frames: readonly Frame[]): void {
    const replies: Reply[] = [];
    for (const frame of frames) {
      const reply = readReply(frame);
      if (frame.type === FRAME.loaded && frame.length > 0) this.#events.onProgram?.(frame.text());
      if (reply.type === 'ending') this.#ending = reply.reason;
      else replies.push(reply);
    }
    this.#events.onReplies(replies);
  }

  #print(stream: OutputStream, text: string): void {
    this.#events.onReplies([{ type: 'output', isRaw: true, stream, lines: text.split('\n') }]);
  }

  #exited(exit: Exit): void {
    this.#lines.end();
    this.#events.onExit(this.#ending === undefined ? exit : { ...exit, reason: this.#ending });
  }
}
