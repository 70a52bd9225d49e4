import type { ListedExecutionView, RequestOf } from '../../api/contract.ts';
import type { Client } from './client.ts';
import { collectPages } from './pages.ts';

/** Largest page of executions that the API documents. */
const PAGE = 99;

/** The newest executions that meet the conditions, all of them without a limit; pages may be short, or empty. */
export async function findExecutions(
  client: Client,
  conditions: Omit<RequestOf<'ListExecutions'>, 'Limit' | 'NextToken'>,
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly ListedExecutionView[]> {
  return await collectPages<ListedExecutionView>(async (token) => {
    const { Executions, NextToken } = await client.call('ListExecutions', {
      ...conditions,
      Limit: Math.min(limit, PAGE),
      ...(token !== undefined && { NextToken: token }),
    });
    return { items: Executions, nextToken: NextToken };
  }, limit);
}
