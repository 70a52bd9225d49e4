import type { FlowRecord, FlowStore, Page, PageRequest, ScheduleRecord } from '../../ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../ports/page-token.ts';
import { MemoryFlowVersions } from './flow-versions.ts';

/** Flows and schedules in Maps. */
export class MemoryFlowStore implements FlowStore {
  readonly published = new MemoryFlowVersions();
  readonly #flows = new Map<string, FlowRecord>();
  readonly #versions = new Map<string, FlowRecord>();
  readonly #schedules = new Map<string, ScheduleRecord>();

  async createFlow(flow: FlowRecord): Promise<boolean> {
    if (this.#flows.has(flow.name)) return false;
    this.#keep(flow);
    return true;
  }

  async readFlow(name: string): Promise<FlowRecord | undefined> {
    return this.#flows.get(name);
  }

  async readVersion(flowId: string, version: number): Promise<FlowRecord | undefined> {
    return this.#versions.get(versionKey(flowId, version));
  }

  async updateFlow(flow: FlowRecord): Promise<boolean> {
    if (!isPredecessor(this.#flows.get(flow.name), flow)) return false;
    this.#keep(flow);
    return true;
  }

  async deleteFlow(flow: FlowRecord): Promise<boolean> {
    if (this.#flows.get(flow.name)?.id !== flow.id) return false;
    this.#flows.delete(flow.name);
    this.published.clear(flow.id);
    for (const [key, schedule] of this.#schedules) {
      if (schedule.flowId === flow.id) this.#schedules.delete(key);
    }
    return true;
  }

  async flowIds(): Promise<readonly string[]> {
    return [...this.#flows.values()].map(({ id }) => id);
  }

  async listFlows(page: PageRequest): Promise<Page<FlowRecord>> {
    return pageByName('flows', this.#flows.values(), page);
  }

  async createSchedule(schedule: ScheduleRecord): Promise<boolean> {
    const key = scheduleKey(schedule.flowId, schedule.name);
    if (this.#schedules.has(key)) return false;
    this.#schedules.set(key, structuredClone(schedule));
    return true;
  }

  async readSchedule(flowId: string, name: string): Promise<ScheduleRecord | undefined> {
    return this.#schedules.get(scheduleKey(flowId, name));
  }

  async updateSchedule(schedule: ScheduleRecord): Promise<boolean> {
    const key = scheduleKey(schedule.flowId, schedule.name);
    if (!isPredecessor(this.#schedules.get(key), schedule)) return false;
    this.#schedules.set(key, structuredClone(schedule));
    return true;
  }

  async deleteSchedule(flowId: string, name: string): Promise<boolean> {
    return this.#schedules.delete(scheduleKey(flowId, name));
  }

  async listSchedules(flowId: string, page: PageRequest): Promise<Page<ScheduleRecord>> {
    const schedules = [...this.#schedules.values()].filter((schedule) => schedule.flowId === flowId);
    return pageByName(`schedules/${flowId}`, schedules, page);
  }

  async *allSchedules(): AsyncIterable<ScheduleRecord> {
    yield* [...this.#schedules.values()];
  }

  #keep(flow: FlowRecord): void {
    const copy = structuredClone(flow);
    this.#flows.set(flow.name, copy);
    this.#versions.set(versionKey(flow.id, flow.version), copy);
  }
}

interface Versioned {
  readonly id: string;
  readonly version: number;
}

function isPredecessor(stored: Versioned | undefined, next: Versioned): boolean {
  return stored?.id === next.id && stored.version === next.version - 1;
}

function pageByName<T extends { readonly name: string }>(
  list: string,
  entries: Iterable<T>,
  { limit, nextToken }: PageRequest,
): Page<T> {
  const [after = ''] = nextToken === undefined ? [] : decodePageToken(list, nextToken, 1);
  const rest = [...entries].filter(({ name }) => name > after).sort((a, b) => (a.name < b.name ? -1 : 1));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || items.length === rest.length
    ? { items }
    : { items, nextToken: encodePageToken(list, [last.name]) };
}

function versionKey(flowId: string, version: number): string {
  return JSON.stringify([flowId, version]);
}

function scheduleKey(flowId: string, name: string): string {
  return JSON.stringify([flowId, name]);
}
