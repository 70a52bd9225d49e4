import type { Logger } from '../../ports/logger.ts';
import type { OnLine } from '../functions/function-slot.ts';
import { lossyWriter } from '../lossy-writer.ts';
import type { ServerOptions } from '../server-options.ts';
import { textLogger } from '../text-logger.ts';
import type { Part } from './parts.ts';

/** The output of a server, line by line. */
export interface Log {
  readonly write: (line: string) => void;
  readonly logger: Logger;
  /** Takes the output of functions. */
  readonly onLine: OnLine;
  /** Hands the output of functions to one more taker. */
  readonly alsoTo: (take: OnLine) => void;
  /** From now on nothing is written. */
  readonly end: () => void;
}

/** The lines of a server. They end once all else is closed: work that is cut off then has not failed. */
export function logPart(log: Log): Part<Log> {
  return { name: 'the log', open: () => log, close: () => log.end() };
}

/** Begins the lines of a server, on standard error unless the options say otherwise. */
export function beginLog({ write = standardError() }: ServerOptions): Log {
  let isOpen = true;
  let also: OnLine = () => {};
  const writeWhileOpen = (line: string) => {
    if (isOpen) write(line);
  };
  return {
    write: writeWhileOpen,
    logger: textLogger(writeWhileOpen),
    onLine: (stream, line, context) => {
      writeWhileOpen(`[${context?.executionName ?? 'functions'}] ${line}`);
      also(stream, line, context);
    },
    alsoTo: (take) => {
      also = take;
    },
    end: () => {
      isOpen = false;
    },
  };
}

/** A server outlives the readers of its lines. */
function standardError(): (line: string) => void {
  const write = lossyWriter(process.stderr);
  return (line) => write(`${line}\n`);
}
