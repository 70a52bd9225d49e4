import { AsyncLocalStorage } from 'node:async_hooks';
import { FRAME } from '../frames.ts';
import { PrintedLines } from '../printed-lines.ts';
import type { OutputStream } from '../protocol.ts';
import type { Channel } from './channel.ts';
import { takeLoadedFiles } from './loaded-files.ts';
import type { Ended } from './result.ts';

/** A call that has begun: ends once, and owns the lines printed on its behalf. */
export class RunningCall {
  readonly id: number;
  readonly #channel: Channel;
  /** Of a call that prints something. */
  #lines: PrintedLines | undefined;
  #hasEnded = false;

  constructor(id: number, channel: Channel) {
    this.id = id;
    this.#channel = channel;
  }

  print(stream: OutputStream, chunk: string | Uint8Array): void {
    this.#lines ??= new PrintedLines((name, text) => this.#channel.print(this.id, name, text));
    this.#lines.push(stream, chunk);
  }

  end({ type, body }: Ended): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#lines?.end();
    reportLoadedFiles(this.#channel);
    this.#channel.send(type, this.id, body);
  }
}

/** The call on whose behalf code runs. */
export const calls = new AsyncLocalStorage<RunningCall>();

/** Tells the server which files the function has loaded since the last report. */
export function reportLoadedFiles(channel: Channel): void {
  const files = takeLoadedFiles();
  if (files.length === 0) return;
  const rows = files.map(({ path, modifiedAt, size }) => [path, modifiedAt, size]);
  channel.send(FRAME.files, 0, JSON.stringify(rows));
}
