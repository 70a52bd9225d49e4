import type { Flow } from '../../flow/flow.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { ExecutionState } from '../../interpreter/state.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { FlowStore } from '../../ports/flow-store.ts';
import { firstVersion } from './circumstances.ts';
import { type Definition, definitionOf } from './flow-cache.ts';
import { namedVersions } from './fold-records.ts';

/** The definitions that a log names. */
export class LogDefinitions {
  readonly #flows: FlowStore;
  readonly #header: ExecutionHeader;
  readonly #byVersion = new Map<number, Definition>();

  private constructor(flows: FlowStore, header: ExecutionHeader) {
    this.#flows = flows;
    this.#header = header;
  }

  /** Those that these records name, and the one that the execution began with. @throws DamagedData */
  static async of(
    flows: FlowStore,
    header: ExecutionHeader,
    records: readonly ExecutionRecord[],
  ): Promise<LogDefinitions> {
    const definitions = new LogDefinitions(flows, header);
    const versions = new Set([firstVersion(header), header.flowVersion, ...namedVersions(records)]);
    for (const version of versions) await definitions.add(version);
    return definitions;
  }

  /** The definition that the log begins with. */
  get flow(): Flow {
    return this.flowOf(firstVersion(this.#header));
  }

  /** The definition of a version that the log names, or that was added. */
  flowOf(version: number): Flow {
    return this.#definition(version).flow;
  }

  get versions(): ReadonlyMap<number, Flow> {
    return new Map([...this.#byVersion].map(([version, { flow }]) => [version, flow]));
  }

  /** Reads one more. @throws DamagedData */
  async add(flowVersion: number): Promise<Definition> {
    const definition = await definitionOf(this.#flows, { ...this.#header, flowVersion });
    this.#byVersion.set(flowVersion, definition);
    return definition;
  }

  /** The role to call targets with in a state; empty when the flow has none. */
  roleIn({ flowVersion = this.#header.flowVersion }: ExecutionState): string {
    return this.#definition(flowVersion).roleArn;
  }

  #definition(version: number): Definition {
    return this.#byVersion.get(version) as Definition;
  }
}
