import { text as readAll } from 'node:stream/consumers';
import { styleText } from 'node:util';

/** Colours and weights that output may use; nothing depends on seeing them. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it alone where colours are unwanted. */
export type Paint = (style: Style, text: string) => string;

/** Where one stream of output goes. */
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
  readStdin(): Promise<string>;
  /** Calls `listener` on Ctrl-C instead of ending the process, until the answered function is called. */
  onInterrupt(listener: () => void): () => void;
}

/** Leaves every text as it is. */
export const plain: Paint = (_style, text) => text;

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
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

/** Ends the process quietly when whoever reads its output has gone, as `head` does. */
function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

/** The terminal of this process; `NO_COLOR`, `FORCE_COLOR` and a missing terminal are respected. */
export function processTerminal(): Terminal {
  endWithReader(process.stdout);
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    readStdin: () => readAll(process.stdin),
    onInterrupt(listener) {
      process.once('SIGINT', listener);
      return () => void process.removeListener('SIGINT', listener);
    },
  };
}
