import type { FlowRecord } from '../../ports/flow-store.ts';
import { MemoryFlowStore } from '../memory/flow-store.ts';

/** What the one task of a stubbed flow calls. */
export const STUBBED_FLOW = 'acs:fc:::services/fdl-test/functions/stubbed-flow';

const DEFINITION = `version: v1\ntype: flow\nsteps:\n  - {type: task, name: stub, resourceArn: '${STUBBED_FLOW}'}\n`;

/**
 * A store in which every flow is there that somebody starts: one that was not given is made of a single task, whose
 * stub says how it ends.
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
    await this.createFlow(flowRecord(this.#newId(), name, DEFINITION));
    return super.readFlow(name);
  }
}

/** A flow as it is when somebody has just created it. */
export function flowRecord(id: string, name: string, definition: string): FlowRecord {
  const rest = { description: '', type: 'FDL', roleArn: '', externalStorageLocation: '' };
  return { id, name, version: 1, definition, ...rest, createdAt: 0, modifiedAt: 0 };
}
