import type { SQLInputValue } from 'node:sqlite';

import type {
  ExecutionHeader,
  ExecutionId,
  ExecutionPage,
  ExecutionQuery,
} from '../../ports/execution-store.ts';
import { decodeExecutionToken, encodeExecutionToken } from '../../ports/page-token.ts';
import { unpackText } from './packed-text.ts';
import type { Statements } from './statements.ts';

/** An execution as it is stored: the header of its start and, once it has ended, its end. */
export interface HeaderRow {
  readonly header: Uint8Array;
  readonly outcome: Uint8Array | null;
}

/** One part of a WHERE clause with its values. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

const UNFINISHED_AT_ONCE = 500;

/** The header in a row, with its end if it has one. */
export function headerOf(row: HeaderRow): ExecutionHeader {
  const header = JSON.parse(unpackText(row.header));
  return row.outcome === null ? header : { ...header, end: JSON.parse(unpackText(row.outcome)) };
}

/** The page that a query asks for, newest first, of one instant by descending name. */
export function listExecutions(sql: Statements, query: ExecutionQuery): ExecutionPage {
  const conditions = conditionsOf(query);
  const rows = sql.all<HeaderRow>(
    `SELECT header, outcome FROM executions WHERE ${conditions.map((condition) => condition.sql).join(' AND ')}
     ORDER BY started_at DESC, name DESC LIMIT ?`,
    ...conditions.flatMap((condition) => condition.values),
    query.limit + 1,
  );
  const executions = rows.slice(0, query.limit).map(headerOf);
  const last = executions.at(-1);
  if (last === undefined || rows.length === executions.length) return { executions };
  const position = { startedAt: last.startedAt, name: last.id.name };
  return { executions, nextToken: encodeExecutionToken(query.flowId, position) };
}

/** The next executions of a flow without an end; an empty answer is the end of the list. */
export function nextUnfinished(sql: Statements, flowId: string, last = ''): readonly ExecutionId[] {
  return unfinished(sql, 'flow_id = ? AND name > ?', flowId, last);
}

/** The same of all flows, of rows up to `newest`. */
export function nextAbandoned(sql: Statements, newest: number, last?: ExecutionId): readonly ExecutionId[] {
  const { flowId = '', name = '' } = last ?? {};
  return unfinished(sql, 'id <= ? AND (flow_id, name) > (?, ?)', newest, flowId, name);
}

function unfinished(
  sql: Statements,
  condition: string,
  ...values: readonly SQLInputValue[]
): readonly ExecutionId[] {
  const text = `SELECT flow_id, name FROM executions WHERE status = 'Running' AND ${condition}
    ORDER BY flow_id, name LIMIT ${UNFINISHED_AT_ONCE}`;
  const rows = sql.all<{ flow_id: string; name: string }>(text, ...values);
  return rows.map((row) => ({ flowId: row.flow_id, name: row.name }));
}

function conditionsOf(query: ExecutionQuery): readonly Condition[] {
  const conditions: Condition[] = [{ sql: 'flow_id = ?', values: [query.flowId] }];
  const add = (sql: string, ...values: SQLInputValue[]) => conditions.push({ sql, values });
  if (query.status !== undefined) add('status = ?', query.status);
  if (query.namePrefix !== undefined) add('instr(name, ?) = 1', query.namePrefix);
  if (query.startedFrom !== undefined) add('started_at >= ?', query.startedFrom);
  if (query.startedTo !== undefined) add('started_at <= ?', query.startedTo);
  if (query.nextToken !== undefined) {
    const { startedAt, name } = decodeExecutionToken(query.flowId, query.nextToken);
    add('(started_at, name) < (?, ?)', startedAt, name);
  }
  return conditions;
}
