import type { FlowView } from '../../../../src/api/contract.ts';
import type { KnownOfHome } from '../../../../src/editor/known-of-home.ts';

const ARN = /\b(?:acs|arn:aws[\w-]*):(?:fc|mns|lambda|sqs|sns):[^\s"',\]}]{1,300}/g;

/** The part of a home that its flows show: their names, and the functions, queues and topics that they call. */
export function knownOf(flows: readonly Pick<FlowView, 'Name' | 'Definition'>[]): KnownOfHome {
  const targets = new Map<string, string>();
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
