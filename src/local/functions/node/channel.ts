import { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { CHANNEL_FD, encodeFrames, FRAME, type Frame, FrameReader, type OutgoingFrame } from '../frames.ts';
import type { OutputStream } from '../protocol.ts';

/** Bytes that may wait for the server to read them; output beyond them is dropped. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const STREAM_BYTES = { stdout: '\u0001', stderr: '\u0002', debug: '\u0003', warn: '\u0004' } as const;

/** The channel to the server, as a function's process sees it. */
export class Channel {
  readonly #tag: number;
  readonly #socket = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
  #outbox: OutgoingFrame[] = [];

  /** The process ends with its channel: the server is gone, or has no more use for it. */
  constructor(tag: number, onFrame: (frame: Frame) => void) {
    this.#tag = tag;
    const reader = new FrameReader(tag);
    this.#socket.on('data', (bytes) => reader.push(bytes).forEach(onFrame));
    this.#socket.on('error', () => {});
    this.#socket.once('close', endGroup);
  }

  /** Sends one frame; those of one turn travel together. */
  send(type: number, call: number, ...parts: OutgoingFrame['parts']): void {
    if (this.#outbox.push({ type, call, parts }) === 1) setImmediate(() => this.flush());
  }

  /** Sends lines that were printed. @returns false when they were dropped, since the server is behind with reading */
  print(call: number, stream: OutputStream, text: string): boolean {
    if (this.#socket.writableLength > MAX_WAITING_BYTES) return false;
    this.send(FRAME.output, call, STREAM_BYTES[stream], text);
    return true;
  }

  flush(whenSent?: () => void): void {
    const frames = this.#outbox;
    this.#outbox = [];
    this.#socket.write(encodeFrames(this.#tag, frames), whenSent);
  }
}

/** Ends this process, and all that functions have started in it. */
function endGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}
