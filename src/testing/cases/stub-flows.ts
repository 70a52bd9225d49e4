import type { FlowRecord } from '../../ports/flow-store.ts';
import { MemoryFlowStore } from '../memory/flow-store.ts';

/** The target of the only task of a stubbed flow. */
export const STUBBED_FLOW = 'acs:fc:::services/fdl-test/functions/stubbed-flow';

/** The definition of a flow that is made of a stub. */
export const STUBBED_DEFINITION = `version: v1\ntype: flow\nsteps:\n  - {type: task, name: stub, resourceArn: '${STUBBED_FLOW}'}\n`;

/**
 * A store that has a flow of every name. A flow that the case does not give is a single task, whose stub decides its end.
 */
export class StubbedFlowStore extends MemoryFlowStore {
  readonly #newId: () => string;

  constructor(newId: () => string) {
    super();
    this.#newId = newId;
  }

  override async readFlow(name: string): Promise<FlowRecord | undefined> {
    const known = await super.readFlow(name);
    if (known !== undefined) return known;
    await this.createFlow(flowRecord(this.#newId(), name, STUBBED_DEFINITION));
    return super.readFlow(name);
  }
}

/** A flow that was just created. */
export function flowRecord(id: string, name: string, definition: string): FlowRecord {
  const rest = { description: '', type: 'FDL', roleArn: '', externalStorageLocation: '' };
  return { id, name, version: 1, definition, ...rest, createdAt: 0, modifiedAt: 0 };
}
