import {
  type KeptLine,
  LOG_LEVELS,
  type LogFilter,
  type LogPage,
  type LogReader,
} from '../../ports/execution-logs.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { ApiError } from '../api-error.ts';
import type { LogLineView } from '../contract/logs.ts';
import { operation } from '../operation.ts';
import { DEFAULT_PAGE_SIZE, pageParams } from '../params/common-params.ts';
import { executionName } from '../params/map-run-params.ts';
import { integer, name, oneOf, text, time } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { formatTime } from '../views/format-time.ts';
import { findExecution } from './lookup.ts';

/** Returns what the functions of an execution printed, oldest first. The original service has no such operation. */
export const getExecutionLogs = operation(
  'GetExecutionLogs',
  {
    FlowName: required(name),
    ExecutionName: required(executionName),
    StepName: optional(name),
    StepEventId: optional(integer(1, Number.MAX_SAFE_INTEGER)),
    Level: optional(oneOf(...LOG_LEVELS)),
    Since: optional(time),
    Search: optional(text(1, 256)),
    ...pageParams(999),
  },
  async (params, services, { requestId }) => {
    const { header } = await findExecution(services, params.FlowName, params.ExecutionName);
    const { logs } = services;
    if (logs === undefined) {
      throw new ApiError('ActionNotSupported', 'This home keeps no logs of functions');
    }
    const request = { limit: params.Limit ?? DEFAULT_PAGE_SIZE, after: params.NextToken };
    return { ...(await readLines(logs, header, filterOf(params), request)), RequestId: requestId };
  },
);

function filterOf(params: {
  readonly StepName: string | undefined;
  readonly StepEventId: number | undefined;
  readonly Level: LogFilter['level'] | undefined;
  readonly Since: number | undefined;
  readonly Search: string | undefined;
}): LogFilter {
  const { StepName, StepEventId, Level, Since, Search } = params;
  return {
    ...(StepName !== undefined && { stepName: StepName }),
    ...(StepEventId !== undefined && { entry: StepEventId }),
    ...(Level !== undefined && { level: Level }),
    ...(Since !== undefined && { since: Since }),
    ...(Search !== undefined && { search: Search }),
  };
}

async function readLines(
  logs: LogReader,
  header: ExecutionHeader,
  filter: LogFilter,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
) {
  let end: string | undefined;
  let elsewhere: LogPage['elsewhere'];
  const read = async (request: { readonly limit: number }) => {
    const page = await logs.read(header, filter, { ...request, ...(after !== undefined && { after }) });
    ({ end, elsewhere } = page);
    return { items: page.lines, ...(page.hasMore && page.end !== undefined && { nextToken: page.end }) };
  };
  const { views, next } = await boundedPage({ limit }, read, lineView);
  return {
    Lines: views,
    ...next,
    ...(end !== undefined && { FollowToken: end }),
    ...(elsewhere !== undefined && { LogsUrl: elsewhere.url, LogsQuery: elsewhere.query }),
  };
}

function lineView({ id, at, level, stream, stepName, entry, attempt, text: Text }: KeptLine): LogLineView {
  return {
    LineId: id,
    Time: formatTime(at),
    Level: level,
    Stream: stream,
    StepName: stepName,
    StepEventId: entry,
    RetryCount: attempt,
    Text,
  };
}
