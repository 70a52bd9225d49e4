import { useQuery } from '@tanstack/react-query';
import type { FlowView, ListFlowsRequest } from '../../../src/api/contract.ts';
import type { CallApi } from './call-api.ts';
import { useCallApi } from './session-context.tsx';

/** Names of what is read about flows, to have it read again after a change. */
export const FLOWS = ['flows'] as const;

/** As {@link FLOWS}, for one flow. */
export const flowKey = (name: string) => ['flow', name] as const;

const PAGE_SIZE = 200;
const MAX_FLOWS = 2_000;
const REFRESH_MILLISECONDS = 30_000;

/** Flows in order of their names; `isComplete` is false where there are more than can be listed. */
export interface FlowList {
  readonly flows: readonly FlowView[];
  readonly isComplete: boolean;
}

/** All flows, up to two thousand; nothing is read while they are not wanted. */
export function useFlows(isWanted = true) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: FLOWS,
    enabled: isWanted,
    queryFn: ({ signal }) => readFlows(callApi, {}, signal),
    refetchInterval: REFRESH_MILLISECONDS,
  });
}

/** The same with how the executions of each have ended of late, where the service counts that. */
export function useCountedFlows() {
  const callApi = useCallApi();
  return useQuery({
    queryKey: [...FLOWS, 'counted'],
    queryFn: ({ signal }) => readFlows(callApi, { WithCounts: true }, signal),
    refetchInterval: REFRESH_MILLISECONDS,
  });
}

/** One flow with its newest definition. */
export function useFlow(name: string) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: flowKey(name),
    queryFn: ({ signal }) => callApi('DescribeFlow', { Name: name }, signal),
  });
}

async function readFlows(
  callApi: CallApi,
  request: ListFlowsRequest,
  signal: AbortSignal,
): Promise<FlowList> {
  const flows: FlowView[] = [];
  let token: string | undefined;
  do {
    const page = await callApi(
      'ListFlows',
      { ...request, Limit: PAGE_SIZE, ...(token !== undefined && { NextToken: token }) },
      signal,
    );
    flows.push(...page.Flows);
    token = page.NextToken;
  } while (token !== undefined && flows.length < MAX_FLOWS);
  return { flows, isComplete: token === undefined };
}
