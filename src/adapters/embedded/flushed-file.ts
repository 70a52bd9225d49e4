import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';

/** A file that other code writes, and that exists when it is flushed for the first time. */
export class FlushedFile {
  readonly #path: string;
  #descriptor: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Returns when everything written to the file before is on disk. */
  flushNow(): void {
    fdatasyncSync(this.#open());
  }

  /** Resolves when everything written to the file before is on disk; the event loop goes on meanwhile. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#open(), (error) => (error === null ? resolve() : reject(error)));
    });
  }

  #open(): number {
    this.#descriptor ??= openSync(this.#path, 'r+');
    return this.#descriptor;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
