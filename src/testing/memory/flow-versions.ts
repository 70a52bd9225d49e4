import type { FlowAliases, FlowVersions, PublishedVersion } from '../../ports/flow-versions.ts';

/** Published versions and aliases in Maps. */
export class MemoryFlowVersions implements FlowVersions {
  /** By flow, in order of the numbers, which are the positions from 1 on; undefined for a deleted one. */
  readonly #versions = new Map<string, readonly (PublishedVersion | undefined)[]>();
  readonly #aliases = new Map<string, FlowAliases>();

  async lastNumber(flowId: string): Promise<number> {
    return this.#of(flowId).length;
  }

  async publish(version: PublishedVersion): Promise<boolean> {
    const versions = this.#of(version.flowId);
    if (version.number !== versions.length + 1) return false;
    this.#versions.set(version.flowId, [...versions, structuredClone(version)]);
    return true;
  }

  async read(flowId: string, number: number): Promise<PublishedVersion | undefined> {
    return this.#of(flowId)[number - 1];
  }

  async list(flowId: string, after: number, limit: number): Promise<readonly PublishedVersion[]> {
    const rest = this.#of(flowId).slice(after);
    return rest.filter((version) => version !== undefined).slice(0, limit);
  }

  async delete(flowId: string, number: number, read: FlowAliases): Promise<boolean> {
    const versions = this.#of(flowId);
    if (versions[number - 1] === undefined) return false;
    if ((await this.readAliases(flowId)).version !== read.version) return false;
    this.#versions.set(flowId, versions.with(number - 1, undefined));
    return true;
  }

  async readAliases(flowId: string): Promise<FlowAliases> {
    return this.#aliases.get(flowId) ?? { flowId, version: 0, aliases: [] };
  }

  async writeAliases(aliases: FlowAliases): Promise<boolean> {
    const { flowId, version } = aliases;
    if ((this.#aliases.get(flowId)?.version ?? 0) !== version - 1) return false;
    const numbers = aliases.aliases.flatMap(({ routes }) => routes.map(({ number }) => number));
    if (numbers.some((number) => this.#of(flowId)[number - 1] === undefined)) return false;
    this.#aliases.set(flowId, structuredClone(aliases));
    return true;
  }

  /** Forgets all of a flow. */
  clear(flowId: string): void {
    this.#versions.delete(flowId);
    this.#aliases.delete(flowId);
  }

  #of(flowId: string): readonly (PublishedVersion | undefined)[] {
    return this.#versions.get(flowId) ?? [];
  }
}
