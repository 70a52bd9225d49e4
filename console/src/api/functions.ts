import { useQuery } from '@tanstack/react-query';
import type { FunctionView } from '../../../src/api/contract.ts';
import type { CallApi } from './call-api.ts';
import { useCallApi } from './session-context.tsx';

const PAGE_SIZE = 999;
const MAX_FUNCTIONS = 2_000;
const REFRESH_MILLISECONDS = 30_000;

/** The functions that the home knows, up to two thousand; nothing is read while they are not wanted. */
export function useFunctions(isWanted = true) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: ['functions'],
    enabled: isWanted,
    queryFn: ({ signal }) => readFunctions(callApi, signal),
    refetchInterval: REFRESH_MILLISECONDS,
  });
}

async function readFunctions(callApi: CallApi, signal: AbortSignal): Promise<readonly FunctionView[]> {
  const functions: FunctionView[] = [];
  let next: { readonly NextToken?: string } = {};
  do {
    const page = await callApi('ListFunctions', { Limit: PAGE_SIZE, ...next }, signal);
    functions.push(...page.Functions);
    next = page.NextToken === undefined ? {} : { NextToken: page.NextToken };
  } while (next.NextToken !== undefined && functions.length < MAX_FUNCTIONS);
  return functions;
}
