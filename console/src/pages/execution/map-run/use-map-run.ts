import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RequestOf } from '../../../../../src/api/contract.ts';
import type { ExecutionLink } from '../../../../../src/trace/model.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { isEnd } from '../read-execution.ts';

/** Time between two looks at a map run that has not ended. */
const LIVE_MILLISECONDS = 2_000;

/** Names a map run as the API does. */
export type MapRunKey = RequestOf<'DescribeMapRun'>;

/** The map run that a step has started; undefined for any other execution. */
export function mapRunOf({ flowName, executionName }: ExecutionLink): MapRunKey | undefined {
  const [, around] = /^(.+):map-\d+-\d+$/.exec(executionName) ?? [];
  return around === undefined
    ? undefined
    : { FlowName: flowName, ExecutionName: around, MapRunName: executionName };
}

/** How far a map run is; read again by itself until it has ended. */
export function useMapRun(key: MapRunKey) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: ['mapRun', key],
    queryFn: ({ signal }) => callApi('DescribeMapRun', key, signal),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isEnd(state.data.Status) ? false : LIVE_MILLISECONDS,
  });
}

/** A page of the batches of a map run, newest first; read again by itself while `isLive`. */
export function useBatches({ FlowName, MapRunName }: MapRunKey, token: string | undefined, isLive: boolean) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: ['batches', FlowName, MapRunName, token],
    queryFn: ({ signal }) =>
      callApi(
        'ListExecutions',
        {
          ...{ FlowName, MapRunName, MetadataOnly: true, Limit: BATCHES_A_PAGE },
          ...(token !== undefined && { NextToken: token }),
        },
        signal,
      ),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? LIVE_MILLISECONDS : false,
  });
}

const BATCHES_A_PAGE = 20;
