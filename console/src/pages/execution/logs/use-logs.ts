import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { LogLineView, RequestOf, ResponseOf } from '../../../../../src/api/contract.ts';
import type { CallApi } from '../../../api/call-api.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { isEnd } from '../read-execution.ts';
import { useShown } from '../shown-execution.ts';

/** Which lines are shown. */
export type LogFilter = Pick<RequestOf<'GetExecutionLogs'>, 'StepEventId' | 'Level' | 'Search'>;

/** The lines read so far, and where later ones are read from. */
interface KnownLines {
  readonly lines: readonly LogLineView[];
  readonly token: string | undefined;
  /** True once the lines of an execution that has ended have been read. */
  readonly isWhole: boolean;
  /** The page that shows the lines, where the API has none itself. */
  readonly url?: string;
}

const PAGE_SIZE = 999;
const PAUSE = 1_000;
const NOTHING: KnownLines = { lines: [], token: undefined, isWhole: false };

/** The lines of the shown execution that fit a filter, kept up to date as long as it runs and the page is seen. */
export function useLogs(filter: LogFilter) {
  const callApi = useCallApi();
  const queries = useQueryClient();
  const { execution } = useShown();
  const key = { FlowName: execution.FlowName, ExecutionName: execution.Name };
  const hasEnded = isEnd(execution.Status);
  const queryKey = ['logs', key, filter];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = queries.getQueryData<KnownLines>(queryKey) ?? NOTHING;
      return { ...(await readOn(callApi, { ...key, ...filter }, known, signal)), isWhole: hasEnded };
    },
    structuralSharing: false,
    staleTime: 0,
    // One reading after the end has what was printed last.
    refetchInterval: ({ state: { data, error } }) =>
      error !== null || data?.url !== undefined || (hasEnded && data?.isWhole) ? false : PAUSE,
  });
}

async function readOn(
  callApi: CallApi,
  request: RequestOf<'GetExecutionLogs'>,
  known: KnownLines,
  signal: AbortSignal,
): Promise<Omit<KnownLines, 'isWhole'>> {
  let { lines, token } = known;
  let url: string | undefined;
  for (let hasMore = true; hasMore; ) {
    const position = token === undefined ? {} : { NextToken: token };
    const page: ResponseOf<'GetExecutionLogs'> = await callApi(
      'GetExecutionLogs',
      { ...request, Limit: PAGE_SIZE, ...position },
      signal,
    );
    if (page.Lines.length > 0) lines = [...lines, ...page.Lines];
    url = page.LogsUrl;
    token = page.NextToken ?? page.FollowToken ?? token;
    hasMore = page.NextToken !== undefined;
  }
  return { lines, token, ...(url !== undefined && { url }) };
}
