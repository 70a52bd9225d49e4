import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ExecutionStatus, ListedExecutionView } from '../../../../src/api/contract.ts';
import { ApiError } from '../../api/api-error.ts';
import type { CallApi } from '../../api/call-api.ts';
import { useCallApi } from '../../api/session-context.tsx';
import { boundsOf, type Filters } from './filters.ts';
import { type Merged, newest, type Source } from './newest.ts';

/** Name of everything that is read about lists of executions. */
export const EXECUTIONS = ['executions'] as const;

const LIVE_MILLISECONDS = 2_000;
const CALM_MILLISECONDS = 10_000;
/** What a list of very many flows adds to the pause between two looks at it. */
const MILLISECONDS_PER_SOURCE = 50;
/** The most that the API answers at once. */
const MAX_PAGE = 99;
const SMALLEST_PAGE = 10;

/** The newest executions of these flows that meet the filters; read again by themselves, often while something runs. */
export function useExecutions(flowNames: readonly string[] | undefined, filters: Filters, wanted: number) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: [...EXECUTIONS, flowNames, filters, wanted],
    enabled: flowNames !== undefined,
    queryFn: ({ signal }) => {
      const sources = sourcesOf(callApi, flowNames ?? [], filters, wanted, signal);
      return newest(sources, wanted, (a, b) => a.StartedTime > b.StartedTime);
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const pause = state.data?.items.some(isActive) ? LIVE_MILLISECONDS : CALM_MILLISECONDS;
      return pause + (flowNames?.length ?? 0) * MILLISECONDS_PER_SOURCE;
    },
  });
}

/** The newest executions, and whether there are more. */
export type ExecutionList = Merged<ListedExecutionView>;

/** True for an execution that has not ended. */
export function isActive({ Status }: { readonly Status: ExecutionStatus }): boolean {
  return Status === 'Running' || Status === 'Starting';
}

/** The API lists one flow and one status, or any, at a time: each pair is a list of its own. */
function sourcesOf(
  callApi: CallApi,
  flowNames: readonly string[],
  filters: Filters,
  wanted: number,
  signal: AbortSignal,
): readonly Source<ListedExecutionView>[] {
  const { statuses, prefix } = filters;
  const bounds = boundsOf(filters, Date.now());
  const pairs = flowNames.flatMap((FlowName) =>
    statuses.length === 0 ? [{ FlowName }] : statuses.map((Status) => ({ FlowName, Status })),
  );
  const limit = Math.min(MAX_PAGE, Math.max(SMALLEST_PAGE, Math.ceil((2 * wanted) / pairs.length)));
  return pairs.map((pair) => ({
    async read(token) {
      const request = {
        ...pair,
        ...bounds,
        ...(prefix !== '' && { ExecutionNamePrefix: prefix }),
        Limit: limit,
        ...(token !== undefined && { NextToken: token }),
      };
      try {
        const { Executions, NextToken } = await callApi('ListExecutions', request, signal);
        return { items: Executions, ...(NextToken !== undefined && { nextToken: NextToken }) };
      } catch (error) {
        // The flow was deleted since its name was read.
        if (error instanceof ApiError && error.code === 'FlowNotExists') return { items: [] };
        throw error;
      }
    },
  }));
}
