import type { FlowCounts } from '../../../ports/flow-counts.ts';
import type { FlowCountsParts } from './dynamodb-flow-counts.ts';

/** The counts of a deployment that keeps some. Their code is loaded with the first use: few deployments have any. */
export function flowCountsOf(parts: FlowCountsParts): FlowCounts {
  let opened: ReturnType<typeof open> | undefined;
  const counts = () => {
    opened ??= open(parts);
    return opened;
  };
  return {
    ended: async (run) => (await counts()).ended(run),
    read: async (flowId, now) => (await counts()).read(flowId, now),
    running: async (flowId) => (await counts()).running(flowId),
  };
}

async function open(parts: FlowCountsParts) {
  return new (await import('./dynamodb-flow-counts.ts')).DynamoDbFlowCounts(parts);
}
