import {
  type ExecutionLogs,
  fitsFilter,
  type KeptLine,
  keepWithin,
  LOG_LEVELS,
  type LogFilter,
  type LoggedExecution,
  type LogLine,
  type LogPage,
  type LogPosition,
  type LogStream,
  readLineNumber,
} from '../../ports/execution-logs.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Statements } from './statements.ts';

const EXECUTION = 'SELECT id FROM executions WHERE flow_id = ? AND name = ?';
const STREAMS: readonly LogStream[] = ['stdout', 'stderr', 'service'];
/** Most lines that one read looks at: a search for what is rarely there must not keep others waiting. */
const LOOKED_AT = 5_000;

interface Row {
  readonly number: number;
  readonly at: number;
  readonly level: number;
  readonly stream: number;
  readonly step: string;
  readonly entry: number;
  readonly attempt: number;
  readonly text: string;
}

/** Lines that functions printed, in the embedded database: one row for each. */
export class EmbeddedExecutionLogs implements ExecutionLogs {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;

  constructor(sql: Statements, commits: GroupCommit) {
    this.#sql = sql;
    this.#commits = commits;
  }

  append({ flowId, name }: ExecutionId, lines: readonly LogLine[]): Promise<void> {
    return this.#commits.write(() => {
      const execution = this.#sql.get<{ id: number }>(EXECUTION, flowId, name)?.id;
      if (execution === undefined) return;
      const last = this.#sql.get<{ number: number; total: number }>(
        'SELECT number, total FROM logs WHERE execution = ? ORDER BY number DESC LIMIT 1',
        execution,
      );
      let number = last?.number ?? 0;
      for (const { line, total } of keepWithin(last?.total ?? 0, lines)) {
        number += 1;
        this.#insert(execution, number, total, line);
      }
    });
  }

  read({ id }: LoggedExecution, filter: LogFilter, position: LogPosition): Promise<LogPage> {
    const after = readLineNumber(position.after);
    const sql = `SELECT number, at, level, stream, step, entry, attempt, text FROM logs
      WHERE execution = (${EXECUTION}) AND number > ? AND level >= ? AND at >= ? ORDER BY number LIMIT ?`;
    const level = LOG_LEVELS.indexOf(filter.level ?? 'Debug');
    const fits = fitsFilter(filter);
    return this.#commits.read(() => {
      const since = filter.since ?? Number.MIN_SAFE_INTEGER;
      const rows = this.#sql.all<Row>(sql, id.flowId, id.name, after, level, since, LOOKED_AT);
      const lines: KeptLine[] = [];
      let end = position.after;
      for (const [index, row] of rows.entries()) {
        end = String(row.number);
        const line = lineOf(row);
        if (fits(line)) lines.push(line);
        if (lines.length === position.limit)
          return { lines, end, hasMore: index < rows.length - 1 || rows.length === LOOKED_AT };
      }
      return { lines, ...(end !== undefined && { end }), hasMore: rows.length === LOOKED_AT };
    });
  }

  #insert(execution: number, number: number, total: number, line: LogLine): void {
    const { at, level, stream, stepName, entry, attempt, text } = line;
    this.#sql.run(
      'INSERT INTO logs (execution, number, at, level, stream, step, entry, attempt, total, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      execution,
      number,
      at,
      LOG_LEVELS.indexOf(level),
      STREAMS.indexOf(stream),
      stepName,
      entry,
      attempt,
      total,
      text,
    );
  }
}

function lineOf({ number, at, level, stream, step, entry, attempt, text }: Row): KeptLine {
  return {
    id: String(number),
    at,
    level: LOG_LEVELS[level] ?? 'Info',
    stream: STREAMS[stream] ?? 'service',
    stepName: step,
    entry,
    attempt,
    text,
  };
}
