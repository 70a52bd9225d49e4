import { definitionOf } from '../../engine/log/flow-cache.ts';
import { withFirstRecord } from '../../engine/log/fold-records.ts';
import type { WholeHeader } from '../../engine/log/whole-log.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { FlowStore } from '../../ports/flow-store.ts';
import { BrokenPromise, SimulatedLog } from './log.ts';

/** The logs of all executions of a run. */
export class SimulatedLogs {
  readonly #logs = new Map<string, SimulatedLog>();
  readonly #flows: FlowStore;
  readonly #onAppend: (log: SimulatedLog, record: ExecutionRecord) => void;

  constructor(flows: FlowStore, onAppend: (log: SimulatedLog, record: ExecutionRecord) => void) {
    this.#flows = flows;
    this.#onAppend = onAppend;
  }

  async open(header: WholeHeader, forked?: ExecutionRecord): Promise<void> {
    const { flow } = await definitionOf(this.#flows, header);
    const log = new SimulatedLog(flow, header);
    this.#logs.set(keyOf(header.id), log);
    const origin = header.origins?.at(-1);
    if (origin !== undefined) log.begin(this.of({ ...header.id, name: origin.name }), origin.upTo);
    for (const first of withFirstRecord(header, [])) this.#onAppend(log, first);
    if (forked !== undefined) this.append(header.id, forked);
  }

  append(id: ExecutionId, record: ExecutionRecord): void {
    const log = this.of(id);
    log.append(record);
    this.#onAppend(log, record);
  }

  /** @throws BrokenPromise when there is no such execution. */
  of(id: ExecutionId): SimulatedLog {
    const log = this.#logs.get(keyOf(id));
    if (log === undefined) throw new BrokenPromise(`execution ${id.name} was never created`);
    return log;
  }

  find(id: ExecutionId): SimulatedLog | undefined {
    return this.#logs.get(keyOf(id));
  }

  /** The execution with that name, if it was ever created. */
  named(name: string): SimulatedLog | undefined {
    for (const log of this.#logs.values()) if (log.header.id.name === name) return log;
    return undefined;
  }

  all(): readonly SimulatedLog[] {
    return [...this.#logs.values()];
  }
}

function keyOf({ flowId, name }: ExecutionId): string {
  return `${flowId}:${name}`;
}
