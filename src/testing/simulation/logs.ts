import { withFirstRecord } from '../../engine/log/fold-records.ts';
import type { WholeHeader } from '../../engine/log/whole-log.ts';
import { parseFlow } from '../../fdl/parse-flow.ts';
import type { Flow } from '../../flow/flow.ts';
import { partOf } from '../../flow/map-run.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import { type ExecutionId, flowIdOf } from '../../ports/execution-store.ts';
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
    const record = await this.#flows.readVersion(flowIdOf(header), header.flowVersion);
    const whole = parsed(record?.definition ?? '');
    const log = new SimulatedLog(
      header.part === undefined ? whole : (partOf(whole, header.part) as Flow),
      header,
    );
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
    return this.all().find(({ header }) => header.id.name === name);
  }

  all(): readonly SimulatedLog[] {
    return [...this.#logs.values()];
  }
}

const flowsByText = new Map<string, Flow>();

function parsed(definition: string): Flow {
  const known = flowsByText.get(definition);
  if (known !== undefined) return known;
  const { flow, diagnostics } = parseFlow(definition);
  if (flow === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  if (flowsByText.size > 1_000) flowsByText.clear();
  flowsByText.set(definition, flow);
  return flow;
}

function keyOf({ flowId, name }: ExecutionId): string {
  return `${flowId}:${name}`;
}
