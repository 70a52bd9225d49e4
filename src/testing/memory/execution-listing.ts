import { labelEntries } from '../../flow/labels.ts';
import type {
  ExecutionHeader,
  ExecutionId,
  ExecutionPage,
  ExecutionQuery,
} from '../../ports/execution-store.ts';
import {
  decodeExecutionToken,
  type ExecutionPosition,
  encodeExecutionToken,
} from '../../ports/page-token.ts';

/** The page of `headers` that a query asks for, newest first, of one instant by descending flow and name. */
export function listExecutions(headers: readonly ExecutionHeader[], query: ExecutionQuery): ExecutionPage {
  const before =
    query.nextToken === undefined ? undefined : decodeExecutionToken(query.flowId, query.nextToken);
  const matching = headers
    .filter((header) => matches(header, query) && (before === undefined || order(before, header) < 0))
    .sort(order);
  const executions = matching.slice(0, query.limit);
  const last = executions.at(-1);
  if (last === undefined || matching.length === executions.length) return { executions };
  return { executions, nextToken: encodeExecutionToken(query.flowId, last) };
}

function matches(header: ExecutionHeader, query: ExecutionQuery): boolean {
  return (
    [query.flowId].flat().includes(header.id.flowId) &&
    (query.status === undefined || (header.end?.status ?? 'Running') === query.status) &&
    (query.error === undefined || header.end?.failure?.error === query.error) &&
    (query.label === undefined || labelEntries(header.labels).includes(query.label)) &&
    (query.qualifier === undefined || (header.published?.qualifier ?? LATEST) === query.qualifier) &&
    header.id.name.startsWith(query.namePrefix ?? '') &&
    header.startedAt >= (query.startedFrom ?? Number.NEGATIVE_INFINITY) &&
    header.startedAt <= (query.startedTo ?? Number.POSITIVE_INFINITY)
  );
}

/** The key under which executions without a qualifier are listed. */
const LATEST = 'LATEST';

/** Negative where the first comes before the second in a list. */
function order(a: ExecutionPosition, b: ExecutionPosition): number {
  return b.startedAt - a.startedAt || descending(a.id, b.id, 'flowId') || descending(a.id, b.id, 'name');
}

function descending(a: ExecutionId, b: ExecutionId, key: keyof ExecutionId): number {
  if (a[key] === b[key]) return 0;
  return a[key] < b[key] ? 1 : -1;
}
