import type { SQLInputValue } from 'node:sqlite';

import { DamagedData } from '../../ports/damaged-data.ts';
import type {
  AbandonedExecution,
  ExecutionEnd,
  ExecutionHeader,
  ExecutionId,
  ExecutionPage,
  ExecutionQuery,
} from '../../ports/execution-store.ts';
import { decodeExecutionToken, encodeExecutionToken } from '../../ports/page-token.ts';
import { END_SHAPE, HEADER_SHAPE } from './shapes.ts';
import type { Statements } from './statements.ts';
import type { StoredRows } from './stored-rows.ts';

/** An execution as it is stored: the header of its start and, once it has ended, its end. */
export interface HeaderRow {
  readonly flow_id: string;
  readonly name: string;
  readonly started_at: number;
  readonly status: string;
  readonly header: Uint8Array;
  readonly outcome: Uint8Array | null;
}

/** One part of a WHERE clause with its values. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The columns of a {@link HeaderRow}. */
export const HEADER_COLUMNS = 'flow_id, name, executions.started_at, status, header, outcome';

const UNFINISHED_AT_ONCE = 500;

/** The header in a row, with its end if it has one. @throws DamagedData when there is none. */
export function headerOf(row: HeaderRow, rows: StoredRows): ExecutionHeader {
  const what = () => rows.ofFlow(`execution ${row.name}`, row.flow_id);
  const stored = rows.read<ExecutionHeader>(row.header, HEADER_SHAPE, what);
  const header = { ...stored, id: { flowId: row.flow_id, name: row.name } };
  const { outcome } = row;
  if (outcome === null) return header;
  const end = rows.readIfSound<ExecutionEnd>(outcome, END_SHAPE, () => `the end of ${what()}`);
  return { ...header, end: end ?? lostEnd(row) };
}

/** That an execution has ended, and how, stands in its row as well. */
function lostEnd({ status, started_at }: HeaderRow): ExecutionEnd {
  const failure = { error: 'FnF.DamagedData', cause: 'What is kept of the end of this execution is damaged' };
  return { status: status as ExecutionEnd['status'], stoppedAt: started_at, output: '', failure };
}

/** The page that a query asks for; damaged executions are left out. */
export function listExecutions(sql: Statements, rows: StoredRows, query: ExecutionQuery): ExecutionPage {
  const conditions = conditionsOf(query);
  const found = sql.all<HeaderRow>(
    `SELECT ${HEADER_COLUMNS} FROM ${sourceOf(query)}
     WHERE ${conditions.map((condition) => condition.sql).join(' AND ')}
     ORDER BY ${startOf(query)} DESC, flow_id DESC, name DESC LIMIT ?`,
    ...conditions.flatMap((condition) => condition.values),
    query.limit + 1,
  );
  const page = found.slice(0, query.limit);
  const executions = page.flatMap((row) => soundHeader(row, rows) ?? []);
  const last = page.at(-1);
  if (last === undefined || found.length === page.length) return { executions };
  const position = { startedAt: last.started_at, id: { flowId: last.flow_id, name: last.name } };
  return { executions, nextToken: encodeExecutionToken(query.flowId, position) };
}

function soundHeader(row: HeaderRow, rows: StoredRows): ExecutionHeader | undefined {
  try {
    return headerOf(row, rows);
  } catch (error) {
    if (error instanceof DamagedData) return undefined;
    throw error;
  }
}

/** The next executions of a flow without an end; an empty result is the end of the list. */
export function nextUnfinished(sql: Statements, flowId: string, last = ''): readonly AbandonedExecution[] {
  return unfinished(sql, 'flow_id = ? AND name > ?', flowId, last);
}

/** The same of all flows, of rows up to `newest`. */
export function nextAbandoned(
  sql: Statements,
  newest: number,
  last?: ExecutionId,
): readonly AbandonedExecution[] {
  const { flowId = '', name = '' } = last ?? {};
  return unfinished(sql, 'id <= ? AND (flow_id, name) > (?, ?)', newest, flowId, name);
}

function unfinished(
  sql: Statements,
  condition: string,
  ...values: readonly SQLInputValue[]
): readonly AbandonedExecution[] {
  const text = `SELECT flow_id, name, redrives FROM executions WHERE status = 'Running' AND ${condition}
    ORDER BY flow_id, name LIMIT ${UNFINISHED_AT_ONCE}`;
  const rows = sql.all<{ flow_id: string; name: string; redrives: number }>(text, ...values);
  return rows.map(({ flow_id: flowId, name, redrives }) => ({ flowId, name, redrives }));
}

function conditionsOf(query: ExecutionQuery): readonly Condition[] {
  const conditions: Condition[] = [];
  const add = (sql: string, ...values: SQLInputValue[]) => conditions.push({ sql, values });
  const { flowId } = query;
  const at = startOf(query);
  if (typeof flowId === 'string') add('flow_id = ?', flowId);
  else add('flow_id IN (SELECT value FROM json_each(?))', JSON.stringify(flowId));
  if (query.label !== undefined) add('label = ?', query.label);
  // The conditions of partial indexes must stand in the text.
  if (query.status === 'Running') add("status = 'Running'");
  else if (query.status !== undefined) add('status = ?', query.status);
  if (typeof flowId !== 'string' && isUnsuccessful(query)) add('error IS NOT NULL');
  if (query.error !== undefined) add('error = ?', query.error);
  if (query.qualifier !== undefined) add("coalesce(qualifier, 'LATEST') = ?", query.qualifier);
  if (query.namePrefix !== undefined) add('instr(name, ?) = 1', query.namePrefix);
  if (query.startedFrom !== undefined) add(`${at} >= ?`, query.startedFrom);
  if (query.startedTo !== undefined) add(`${at} <= ?`, query.startedTo);
  if (query.nextToken !== undefined) {
    const { startedAt, id } = decodeExecutionToken(flowId, query.nextToken);
    add(`(${at}, flow_id, name) < (?, ?, ?)`, startedAt, id.flowId, id.name);
  }
  return conditions;
}

/** The table or index that SQLite begins with, which has the fewest rows besides the wanted ones; for one flow it finds it itself. */
function sourceOf(query: ExecutionQuery): string {
  // What stands left of a cross join is read first.
  if (query.label !== undefined) return 'labels CROSS JOIN executions ON executions.id = labels.execution';
  if (query.error !== undefined) return 'executions INDEXED BY by_error';
  if (typeof query.flowId === 'string') return 'executions';
  if (query.status === 'Running') return 'executions INDEXED BY unfinished';
  return `executions INDEXED BY ${isUnsuccessful(query) ? 'unsuccessful' : 'by_time'}`;
}

/** The column of the start in the table that is read first. */
function startOf({ label }: ExecutionQuery): string {
  return label === undefined ? 'executions.started_at' : 'labels.started_at';
}

/** True where every execution that can be listed has an error, if perhaps an empty one. */
function isUnsuccessful({ status }: ExecutionQuery): boolean {
  return status === 'Failed' || status === 'Stopped' || status === 'TimedOut';
}
