import type { FlowView } from '../../../../src/api/contract.ts';

/** The fields of a flow that can be edited. */
export interface FlowDraft {
  readonly definition: string;
  readonly description: string;
  readonly role: string;
}

/** Parameters of UpdateFlow; what is left out keeps its value. */
export interface FlowChanges {
  readonly Definition?: string;
  readonly Description?: string;
  readonly RoleArn?: string;
}

/** A flow as a draft without changes. */
export function draftOf(flow: FlowView): FlowDraft {
  return { definition: flow.Definition, description: flow.Description, role: flow.RoleArn };
}

/** The changes of a flow by a draft; undefined without any. */
export function changesOf(
  flow: FlowView,
  { definition, description, role }: FlowDraft,
): FlowChanges | undefined {
  const changes: FlowChanges = {
    ...(definition !== flow.Definition && { Definition: definition }),
    ...(description !== flow.Description && { Description: description }),
    ...(role !== flow.RoleArn && { RoleArn: role }),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}
