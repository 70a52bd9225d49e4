import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { isatty } from 'node:tty';

/** A stream of the process, such as standard error. */
export type ProcessStream = Writable & { readonly fd: number };

/** Most bytes that are kept for a reader that does not read. */
const MOST_WAITING = 1024 * 1024;

/**
 * Writes for a process that must go on. Lines that cannot be written are lost, when the reader is slow, has gone or comes
 * back later, or when the device is full. A reader that reads again gets a line with the number of lost ones.
 */
export function lossyWriter(stream: ProcessStream, mostWaiting = MOST_WAITING): (text: string) => void {
  return isFile(stream.fd) ? (text) => writeToFile(stream.fd, text) : streamWriter(stream, mostWaiting);
}

/** A stream that has met a full device writes nothing any more; the device may have room again. */
function writeToFile(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // Lost: there is no reader to report to.
  }
}

function streamWriter(stream: ProcessStream, mostWaiting: number): (text: string) => void {
  let lost = 0;
  // Nothing listens to the errors of these streams otherwise, and each would end the process.
  stream.on('error', () => {});
  return (text) => {
    if (stream.writableLength > mostWaiting) {
      lost += 1;
      return;
    }
    if (lost > 0)
      stream.write(`warning: ${lost} pieces of output were lost, because nobody read them in time\n`);
    lost = 0;
    stream.write(text);
  };
}

/** Devices other than terminals count as files: writing to them does not wait. */
function isFile(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFile() || (stats.isCharacterDevice() && !isatty(fd));
  } catch {
    return true;
  }
}
