import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ExecutionStatus, ListedExecutionView } from '../../../../src/api/contract.ts';
import type { CallApi } from '../../api/call-api.ts';
import { useCallApi } from '../../api/session-context.tsx';
import { conditionsOf, type Filters, MAX_PAGE } from './filters.ts';
import { type Merged, newest, type Source } from './newest.ts';

/** Name of everything that is read about lists of executions. */
export const EXECUTIONS = ['executions'] as const;

const LIVE_MILLISECONDS = 2_000;
const CALM_MILLISECONDS = 10_000;

/** The newest executions, and whether there are more. */
export type ExecutionList = Merged<ListedExecutionView>;

/**
 * The newest executions of a flow, or of all, that meet the filters; read again by themselves, often while something
 * runs.
 */
export function useExecutions(flowName: string | undefined, filters: Filters, wanted: number) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: [...EXECUTIONS, flowName, filters, wanted],
    queryFn: ({ signal }) => {
      const sources = sourcesOf(callApi, flowName, filters, wanted, signal);
      return newest(sources, wanted, (a, b) => a.StartedTime > b.StartedTime);
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(isActive) ? LIVE_MILLISECONDS : CALM_MILLISECONDS,
  });
}

/** True for an execution that has not ended. */
export function isActive({ Status }: { readonly Status: ExecutionStatus }): boolean {
  return Status === 'Running' || Status === 'Starting';
}

/** The API lists one status, or any, at a time: each that is asked for is a list of its own. */
function sourcesOf(
  callApi: CallApi,
  flowName: string | undefined,
  filters: Filters,
  wanted: number,
  signal: AbortSignal,
): readonly Source<ListedExecutionView>[] {
  const { statuses } = filters;
  const conditions = conditionsOf(flowName, filters, Date.now());
  const lists = statuses.length === 0 ? [{}] : statuses.map((Status) => ({ Status }));
  return lists.map((list) => ({
    async read(token) {
      const request = {
        ...list,
        ...conditions,
        Limit: Math.min(MAX_PAGE, wanted),
        ...(token !== undefined && { NextToken: token }),
      };
      const { Executions, NextToken } = await callApi('ListExecutions', request, signal);
      return { items: Executions, ...(NextToken !== undefined && { nextToken: NextToken }) };
    },
  }));
}
