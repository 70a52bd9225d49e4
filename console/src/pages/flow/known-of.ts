import type { FlowView, FunctionView } from '../../../../src/api/contract.ts';
import type { KnownOfHome } from '../../../../src/editor/known-of-home.ts';

const ARN = /\b(?:acs|arn:aws[\w-]*):(?:fc|mns|lambda|sqs|sns):[^\s"',\]}]{1,300}/g;

/** As much as a home shows: its flows, the functions that it knows, and the functions, queues and topics that its flows call. */
export function knownOf(
  flows: readonly Pick<FlowView, 'Name' | 'Definition'>[],
  functions: readonly FunctionView[],
): KnownOfHome {
  const targets = new Map(functions.map(({ ResourceArn, Location }) => [ResourceArn, Location]));
  for (const { Name, Definition } of flows) {
    for (const [arn] of Definition.matchAll(ARN)) {
      if (!targets.has(arn)) targets.set(arn, Name);
    }
  }
  return {
    targets: [...targets].map(([arn, from]) => ({ arn, from })),
    flows: flows.map(({ Name }) => Name),
  };
}
