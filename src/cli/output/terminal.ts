import { buffer as readAll } from 'node:stream/consumers';
import { styleText } from 'node:util';
import { lossyWriter } from '../../local/lossy-writer.ts';

/** Colours and weights that output may use; nothing depends on seeing them. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it alone where colours are unwanted. */
export type Paint = (style: Style, text: string) => string;

/** One stream of output. */
export interface Output {
  write(text: string): void;
  readonly paint: Paint;
  readonly isTty: boolean;
  /** Width to fit lines into; undefined when lines may be as long as they are. */
  readonly columns: number | undefined;
  readonly rows: number;
}

/** Everything of the process that commands touch. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readStdin(): Promise<Uint8Array>;
  /** Calls `listener` on Ctrl-C instead of ending the process, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** From now on output that cannot be written is lost, and ends nothing. */
  outliveReaders(): void;
}

/** Leaves every text as it is. */
export const plain: Paint = (_style, text) => text;

type Write = (text: string) => void;

function output(stream: NodeJS.WriteStream, write: () => Write): Output {
  return {
    write: (text) => write()(text),
    paint: (style, text) => styleText(style, text, { stream }),
    isTty: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY ? stream.rows : 24;
    },
  };
}

/**
 * The terminal of this process; `NO_COLOR`, `FORCE_COLOR` and a missing terminal are respected.
 *
 * `onFailure` is called when output cannot be written, and ends the process. Lines that standard error cannot take are lost.
 */
export function processTerminal(onFailure: (error: NodeJS.ErrnoException) => void): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const writeError = lossyWriter(stderr);
  let writeOut: Write = (text) => void stdout.write(text);
  stdout.on('error', onFailure);
  return {
    stdout: output(stdout, () => writeOut),
    stderr: output(stderr, () => writeError),
    env,
    readStdin: () => readAll(stdin),
    onInterrupt(listener) {
      process.once('SIGINT', listener);
      return () => void process.removeListener('SIGINT', listener);
    },
    outliveReaders() {
      stdout.off('error', onFailure);
      writeOut = lossyWriter(stdout);
    },
  };
}
