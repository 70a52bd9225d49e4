import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Descriptor of the cursor in a function's process. */
export const CURSOR_FD = 14;

const BYTES = 4;
/** Offset at which a process writes the call that it is about to begin; the server writes the calls that it revokes behind it. */
const BEGUN_AT = 0;
const REVOKED_AT = 4;

/**
 * Lets the server take back calls that it has sent to a process and that have not begun, also while a call keeps the
 * process from reading anything.
 *
 *   process   write begun = 7 ── read revoked ── revoked < 7: run call 7
 *   server    write revoked = 9 ── read begun ── begun = 7: take back 8 and 9
 *
 * Both sides write before they read, in a file without a name that both have open. So in any order a call either runs or
 * is taken back, and when both sides notice each other the process gives it back itself.
 */
export class BeginCursor {
  readonly fd: number;

  /** @throws when no file can be opened */
  constructor() {
    const file = join(tmpdir(), `fdl-cursor-${process.pid}-${Math.random().toString(36).slice(2)}`);
    this.fd = openSync(file, 'wx+', 0o600);
    unlinkSync(file);
    writeSync(this.fd, Buffer.alloc(2 * BYTES), 0, 2 * BYTES, 0);
  }

  /** The latest call that has begun. */
  begun(): number {
    return read(this.fd, BEGUN_AT);
  }

  /** Lets no call up to this one begin that has not. @returns the latest that has begun */
  revoke(upTo: number): number {
    write(this.fd, REVOKED_AT, upTo);
    return this.begun();
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Tells in a function's process that a call begins. @returns false when it may not any more */
export function claimCall(call: number, fd = CURSOR_FD): boolean {
  write(fd, BEGUN_AT, call);
  return read(fd, REVOKED_AT) < call;
}

const scratch = Buffer.alloc(BYTES);

function read(fd: number, at: number): number {
  readSync(fd, scratch, 0, BYTES, at);
  return scratch.readUInt32LE();
}

function write(fd: number, at: number, value: number): void {
  scratch.writeUInt32LE(value);
  writeSync(fd, scratch, 0, BYTES, at);
}
