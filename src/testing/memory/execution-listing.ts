import type { ExecutionHeader, ExecutionPage, ExecutionQuery } from '../../ports/execution-store.ts';
import { decodeExecutionToken, encodeExecutionToken } from '../../ports/page-token.ts';

/** The page of `headers` that a query asks for, newest first, of one instant by descending name. */
export function listExecutions(headers: readonly ExecutionHeader[], query: ExecutionQuery): ExecutionPage {
  const isAfterToken = query.nextToken === undefined ? () => true : comesAfter(query.flowId, query.nextToken);
  const matching = headers
    .filter((header) => matches(header, query) && isAfterToken(header))
    .sort((a, b) => b.startedAt - a.startedAt || (a.id.name < b.id.name ? 1 : -1));
  const executions = matching.slice(0, query.limit);
  const last = executions.at(-1);
  if (last === undefined || matching.length === executions.length) return { executions };
  return {
    executions,
    nextToken: encodeExecutionToken(query.flowId, { startedAt: last.startedAt, name: last.id.name }),
  };
}

function matches(header: ExecutionHeader, query: ExecutionQuery): boolean {
  return (
    header.id.flowId === query.flowId &&
    (query.status === undefined || (header.end?.status ?? 'Running') === query.status) &&
    header.id.name.startsWith(query.namePrefix ?? '') &&
    header.startedAt >= (query.startedFrom ?? Number.NEGATIVE_INFINITY) &&
    header.startedAt <= (query.startedTo ?? Number.POSITIVE_INFINITY)
  );
}

function comesAfter(flowId: string, token: string): (header: ExecutionHeader) => boolean {
  const { startedAt, name } = decodeExecutionToken(flowId, token);
  return (header) =>
    header.startedAt < startedAt || (header.startedAt === startedAt && header.id.name < name);
}
