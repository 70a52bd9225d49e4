import { utf8Bytes } from '../common/text-bytes.ts';
import type { EventId, Instant } from '../interpreter/event.ts';
import type { ExecutionHeader, ExecutionId } from './execution-store.ts';
import { InvalidPageToken } from './flow-store.ts';

/** The levels of lines, from the least to the worst. */
export const LOG_LEVELS = ['Debug', 'Info', 'Warn', 'Error'] as const;

/** The level of one line. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The stream that a line was printed to; `service` for the line that says from where on none are kept. */
export type LogStream = 'stdout' | 'stderr' | 'service';

/** One line that the function of a task printed. */
export interface LogLine {
  readonly at: Instant;
  readonly level: LogLevel;
  readonly stream: LogStream;
  readonly stepName: string;
  /** The step's entry. */
  readonly entry: EventId;
  readonly attempt: number;
  readonly text: string;
}

/** A line that is kept; its id grows among the lines of an execution and is a position to read on from. */
export interface KeptLine extends LogLine {
  readonly id: string;
}

/** Which lines are read: those that fit all that is given. */
export interface LogFilter {
  readonly stepName?: string;
  readonly entry?: EventId;
  /** The least level. */
  readonly level?: LogLevel;
  /** The first instant. */
  readonly since?: Instant;
  /** Part of the text, in upper or lower case. */
  readonly search?: string;
}

/** Where reading begins and how much is read. */
export interface LogPosition {
  /** Behind this line or place; from the first line on when left out. */
  readonly after?: string;
  readonly limit: number;
}

/** Some lines in the order in which they were kept. */
export interface LogPage {
  readonly lines: readonly KeptLine[];
  /** The place up to which lines were looked at: what comes later is read from there. Absent when there was none to look at. */
  readonly end?: string;
  /** True when there may be more now. */
  readonly hasMore: boolean;
  /** Where lines are that are kept by another service: a query in its language, and a page that runs it. */
  readonly elsewhere?: { readonly query: string; readonly url: string };
}

/** The facts about an execution by which its lines are found. */
export type LoggedExecution = Pick<ExecutionHeader, 'id' | 'part' | 'flowName' | 'flowVersion' | 'startedAt'>;

/** Reads what functions printed. */
export interface LogReader {
  /** @throws InvalidPageToken for a position that is none of this log */
  read(execution: LoggedExecution, filter: LogFilter, position: LogPosition): Promise<LogPage>;
}

/** Bytes that are kept for an execution, lines counted as {@link lineBytes} does. */
export const MAX_LOG_BYTES = 4 * 1024 * 1024;

/** Keeps what functions printed, as long as the execution. */
export interface ExecutionLogs extends LogReader {
  /**
   * Keeps lines behind those that are there, up to {@link MAX_LOG_BYTES}; a line of the stream `service` takes the place of the first
   * that is too many. Lines of an execution that is not there are dropped.
   */
  append(execution: ExecutionId, lines: readonly LogLine[]): Promise<void>;
}

/** Bytes for which a line counts: its text and as much as keeping it takes. */
export function lineBytes({ text, stepName }: LogLine): number {
  return utf8Bytes(text) + stepName.length + 48;
}

/** A line to keep, and the bytes of its execution up to it. */
export interface CountedLine {
  readonly line: LogLine;
  readonly total: number;
}

/** The lines of `lines` that are kept where there are `total` bytes; a total beyond the limit says that the log is full. */
export function keepWithin(total: number, lines: readonly LogLine[]): readonly CountedLine[] {
  const kept: CountedLine[] = [];
  let sum = total;
  for (const line of lines) {
    if (sum > MAX_LOG_BYTES) break;
    sum += lineBytes(line);
    kept.push({ line: sum > MAX_LOG_BYTES ? fullNote(line) : line, total: sum });
  }
  return kept;
}

function fullNote(line: LogLine): LogLine {
  const text = `From here on no lines are kept: an execution keeps ${MAX_LOG_BYTES} bytes`;
  return { ...line, level: 'Warn', stream: 'service', text };
}

/** A filter as a function. */
export function fitsFilter(filter: LogFilter): (line: LogLine) => boolean {
  const { stepName, entry, level = 'Debug', since = Number.NEGATIVE_INFINITY } = filter;
  const search = filter.search?.toLowerCase();
  const least = LOG_LEVELS.indexOf(level);
  return (line) =>
    line.at >= since &&
    (stepName === undefined || line.stepName === stepName) &&
    (entry === undefined || line.entry === entry) &&
    LOG_LEVELS.indexOf(line.level) >= least &&
    (search === undefined || line.text.toLowerCase().includes(search));
}

/** @throws InvalidPageToken unless it is the id of a line that was numbered */
export function readLineNumber(after: string | undefined): number {
  if (after === undefined) return 0;
  if (!/^\d{1,15}$/.test(after)) throw new InvalidPageToken('The token is no place in a log');
  return Number(after);
}
