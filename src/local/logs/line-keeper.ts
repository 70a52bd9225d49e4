import { readTaskId } from '../../engine/task-id.ts';
import { type ExecutionLogs, type LogLine, type LogReader, lineBytes } from '../../ports/execution-logs.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { OnLine } from '../functions/function-slot.ts';
import type { CallContext } from '../functions/protocol.ts';
import { lineLevel } from './line-level.ts';

/** Bytes that are kept of one call; what it prints beyond them appears on standard error only. */
export const MAX_CALL_LOG_BYTES = 256 * 1024;
/** Lines wait so long for others to be written with, unless many wait or they are read. */
const GATHER_MS = 200;
/** Bytes that may wait; beyond them lines are written at once, and beyond {@link MOST_WAITING} dropped. */
const GATHER_BYTES = 256 * 1024;
const MOST_WAITING = 16 * 1024 * 1024;

interface Waiting {
  readonly execution: ExecutionId;
  readonly lines: LogLine[];
}

/**
 * Keeps the lines that functions print: many at a time, and nothing while nothing is printed.
 *
 *   line ─┐
 *   line ─┼─ 200 ms, 256 KiB, or a reader ─▶ one write for all executions
 *   line ─┘
 */
export class LineKeeper implements LogReader {
  readonly #logs: ExecutionLogs;
  readonly #logger: Pick<Logger, 'error'>;
  readonly #now: () => number;
  /** Bytes of each call that runs; they go with the call. */
  readonly #used = new WeakMap<CallContext, number>();
  #waiting = new Map<string, Waiting>();
  #waitingBytes = 0;
  #writingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isFailing = false;

  constructor(logs: ExecutionLogs, logger: Pick<Logger, 'error'>, now: () => number) {
    this.#logs = logs;
    this.#logger = logger;
    this.#now = now;
  }

  /** Takes a line of a function; those outside executions are not kept. */
  readonly take: OnLine = (stream, text, context) => {
    if (context === undefined) return;
    const task = readTaskId(context.taskId);
    if (task === undefined) return;
    const printed = stream === 'stderr' || stream === 'warn' ? 'stderr' : 'stdout';
    const { execution, entry, attempt } = task;
    const level = lineLevel(stream, text);
    this.#add(execution, context, {
      at: this.#now(),
      level,
      stream: printed,
      stepName: context.stepName,
      entry,
      attempt,
      text,
    });
  };

  /** Reads also what has been printed just now. */
  read: LogReader['read'] = async (execution, filter, position) => {
    await this.flush();
    return await this.#logs.read(execution, filter, position);
  };

  /** Writes what waits; resolves when it is kept or has been dropped. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.size > 0) {
      const waiting = [...this.#waiting.values()];
      const bytes = this.#waitingBytes;
      this.#waiting = new Map();
      this.#waitingBytes = 0;
      this.#writingBytes += bytes;
      this.#writing = Promise.all([this.#writing, ...waiting.map((one) => this.#append(one))]).then(() => {
        this.#writingBytes -= bytes;
      });
    }
    return this.#writing;
  }

  #add(execution: ExecutionId, context: CallContext, line: LogLine): void {
    const used = this.#used.get(context) ?? 0;
    if (used > MAX_CALL_LOG_BYTES) return;
    if (this.#writingBytes > MOST_WAITING) {
      this.#tellLoss('they come faster than they can be written');
      return;
    }
    const bytes = lineBytes(line);
    this.#used.set(context, used + bytes);
    const key = `${execution.flowId}/${execution.name}`;
    const waiting = this.#waiting.get(key) ?? { execution, lines: [] };
    waiting.lines.push(used + bytes > MAX_CALL_LOG_BYTES ? callNote(line) : line);
    this.#waiting.set(key, waiting);
    this.#waitingBytes += bytes;
    if (this.#waitingBytes > GATHER_BYTES) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Lines that cannot be written are lost: they must not end the process, nor fill its memory. */
  async #append({ execution, lines }: Waiting): Promise<void> {
    try {
      await this.#logs.append(execution, lines);
      this.#isFailing = false;
    } catch (error) {
      this.#tellLoss(String(error));
    }
  }

  #tellLoss(error: string): void {
    if (!this.#isFailing) this.#logger.error('What functions print cannot be kept', { error });
    this.#isFailing = true;
  }
}

function callNote(line: LogLine): LogLine {
  const text = `From here on no lines of this call are kept: a call keeps ${MAX_CALL_LOG_BYTES} bytes`;
  return { ...line, level: 'Warn', stream: 'service', text };
}
