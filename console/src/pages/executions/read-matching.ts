import type { ExecutionStatus } from '../../../../src/api/contract.ts';
import type { CallApi } from '../../api/call-api.ts';
import { conditionsOf, type Filters, MAX_PAGE } from './filters.ts';
import type { ExecutionId } from './selection.ts';

/** Every execution of these statuses that meets the filters. */
export async function readMatching(
  callApi: CallApi,
  flowName: string | undefined,
  filters: Filters,
  statuses: readonly ExecutionStatus[],
  signal?: AbortSignal,
): Promise<readonly ExecutionId[]> {
  const found: ExecutionId[] = [];
  const conditions = { ...conditionsOf(flowName, filters, Date.now()), MetadataOnly: true, Limit: MAX_PAGE };
  for (const Status of statuses) {
    let token: string | undefined;
    do {
      const request = { ...conditions, Status, ...(token !== undefined && { NextToken: token }) };
      const page = await callApi('ListExecutions', request, signal);
      found.push(...page.Executions.map(({ FlowName, Name }) => ({ flowName: FlowName, name: Name })));
      token = page.NextToken;
    } while (token !== undefined);
  }
  return found;
}
