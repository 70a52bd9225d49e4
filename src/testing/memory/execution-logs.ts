import {
  type CountedLine,
  type ExecutionLogs,
  fitsFilter,
  type KeptLine,
  keepWithin,
  type LogFilter,
  type LoggedExecution,
  type LogLine,
  type LogPage,
  type LogPosition,
  readLineNumber,
} from '../../ports/execution-logs.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { MemoryExecutionStore } from './execution-store.ts';

/** Printed lines in Maps. */
export class MemoryExecutionLogs implements ExecutionLogs {
  readonly #executions: Pick<MemoryExecutionStore, 'readHeader'>;
  readonly #kept = new Map<string, CountedLine[]>();

  constructor(executions: Pick<MemoryExecutionStore, 'readHeader'>) {
    this.#executions = executions;
  }

  async append(execution: ExecutionId, lines: readonly LogLine[]): Promise<void> {
    if ((await this.#executions.readHeader(execution)) === undefined) return;
    const kept = this.#of(execution);
    kept.push(...keepWithin(kept.at(-1)?.total ?? 0, lines));
    this.#kept.set(keyOf(execution), kept);
  }

  async read({ id }: LoggedExecution, filter: LogFilter, { after, limit }: LogPosition): Promise<LogPage> {
    const from = readLineNumber(after);
    const numbered: KeptLine[] = this.#of(id).map(({ line }, index) => ({ ...line, id: String(index + 1) }));
    const fitting = numbered.slice(from).filter(fitsFilter(filter));
    const lines = fitting.slice(0, limit);
    const hasMore = fitting.length > limit;
    const end = hasMore ? lines.at(-1)?.id : (numbered.at(-1)?.id ?? after);
    return { lines, hasMore, ...(end !== undefined && { end }) };
  }

  #of(execution: ExecutionId): CountedLine[] {
    return this.#kept.get(keyOf(execution)) ?? [];
  }
}

function keyOf({ flowId, name }: ExecutionId): string {
  return `${flowId}/${name}`;
}
