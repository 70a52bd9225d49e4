import type { FlowView } from '../../api/contract.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';

/** Every flow, in order of names. */
export async function allFlows(client: Client): Promise<readonly FlowView[]> {
  return await collectPages<FlowView>(async (token) => {
    const { Flows, NextToken } = await client.call('ListFlows', {
      Limit: 999,
      ...(token !== undefined && { NextToken: token }),
    });
    return { items: Flows, nextToken: NextToken };
  });
}
