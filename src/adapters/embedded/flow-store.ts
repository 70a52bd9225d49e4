import type { FlowRecord, FlowStore, Page, PageRequest, ScheduleRecord } from '../../ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../ports/page-token.ts';
import type { GroupCommit } from './group-commit.ts';
import { packText, unpackText } from './packed-text.ts';
import type { Statements } from './statements.ts';

interface BodyRow {
  readonly body: Uint8Array;
}

/** Newest versions with their bodies. */
const FLOWS =
  'SELECT body FROM flows JOIN flow_versions ON flow_id = flows.id AND flow_versions.version = flows.version';

const SCHEDULES_AT_ONCE = 500;

/** Flows that are started again and again are not read again and again. */
const REMEMBERED_FLOWS = 500;

/** Flows and schedules in the embedded database. */
export class EmbeddedFlowStore implements FlowStore {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  /** Newest versions that were read, all of them on disk. */
  readonly #newest = new Map<string, FlowRecord>();

  constructor(sql: Statements, commits: GroupCommit) {
    this.#sql = sql;
    this.#commits = commits;
  }

  createFlow(flow: FlowRecord): Promise<boolean> {
    return this.#commits.write(() => {
      const sql = 'INSERT INTO flows (name, id, version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
      return this.#sql.run(sql, flow.name, flow.id, flow.version) === 1 && this.#keepVersion(flow);
    });
  }

  async readFlow(name: string): Promise<FlowRecord | undefined> {
    const known = this.#newest.get(name);
    if (known !== undefined) return known;
    const find = () => parseBody<FlowRecord>(this.#sql.get<BodyRow>(`${FLOWS} WHERE name = ?`, name));
    const flow = await this.#commits.read(find);
    if (flow !== undefined) this.#remember(flow);
    return flow;
  }

  readVersion(flowId: string, version: number): Promise<FlowRecord | undefined> {
    const sql = 'SELECT body FROM flow_versions WHERE flow_id = ? AND version = ?';
    return this.#commits.read(() => parseBody(this.#sql.get<BodyRow>(sql, flowId, version)));
  }

  async updateFlow(flow: FlowRecord): Promise<boolean> {
    const isUpdated = await this.#commits.write(() => {
      const sql = 'UPDATE flows SET version = ? WHERE name = ? AND id = ? AND version = ?';
      const changed = this.#sql.run(sql, flow.version, flow.name, flow.id, flow.version - 1);
      return changed === 1 && this.#keepVersion(flow);
    });
    this.#newest.delete(flow.name);
    return isUpdated;
  }

  async deleteFlow(flow: FlowRecord): Promise<boolean> {
    const isDeleted = await this.#commits.write(() => {
      const sql = 'DELETE FROM flows WHERE name = ? AND id = ?';
      if (this.#sql.run(sql, flow.name, flow.id) === 0) return false;
      this.#sql.run('DELETE FROM schedules WHERE flow_id = ?', flow.id);
      return true;
    });
    this.#newest.delete(flow.name);
    return isDeleted;
  }

  async listFlows({ limit, nextToken }: PageRequest): Promise<Page<FlowRecord>> {
    const [after = ''] = nextToken === undefined ? [] : decodePageToken('flows', nextToken, 1);
    const sql = `${FLOWS} WHERE name > ? ORDER BY name LIMIT ?`;
    const rows = await this.#commits.read(() => this.#sql.all<BodyRow>(sql, after, limit + 1));
    return pageOf<FlowRecord>('flows', rows, limit);
  }

  createSchedule(schedule: ScheduleRecord): Promise<boolean> {
    const { flowId, name, id, version } = schedule;
    const packed = packText(JSON.stringify(schedule));
    const sql =
      'INSERT INTO schedules (flow_id, name, id, version, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
    return this.#commits.write(() => this.#sql.run(sql, flowId, name, id, version, packed) === 1);
  }

  readSchedule(flowId: string, name: string): Promise<ScheduleRecord | undefined> {
    const sql = 'SELECT body FROM schedules WHERE flow_id = ? AND name = ?';
    return this.#commits.read(() => parseBody(this.#sql.get<BodyRow>(sql, flowId, name)));
  }

  updateSchedule(schedule: ScheduleRecord): Promise<boolean> {
    const { flowId, name, id, version } = schedule;
    const packed = packText(JSON.stringify(schedule));
    const sql =
      'UPDATE schedules SET version = ?, body = ? WHERE flow_id = ? AND name = ? AND id = ? AND version = ?';
    const values = [version, packed, flowId, name, id, version - 1];
    return this.#commits.write(() => this.#sql.run(sql, ...values) === 1);
  }

  deleteSchedule(flowId: string, name: string): Promise<boolean> {
    const sql = 'DELETE FROM schedules WHERE flow_id = ? AND name = ?';
    return this.#commits.write(() => this.#sql.run(sql, flowId, name) === 1);
  }

  async listSchedules(flowId: string, { limit, nextToken }: PageRequest): Promise<Page<ScheduleRecord>> {
    const list = `schedules/${flowId}`;
    const [after = ''] = nextToken === undefined ? [] : decodePageToken(list, nextToken, 1);
    const sql = 'SELECT body FROM schedules WHERE flow_id = ? AND name > ? ORDER BY name LIMIT ?';
    const rows = await this.#commits.read(() => this.#sql.all<BodyRow>(sql, flowId, after, limit + 1));
    return pageOf<ScheduleRecord>(list, rows, limit);
  }

  async *allSchedules(): AsyncIterable<ScheduleRecord> {
    const sql = `SELECT body FROM schedules WHERE (flow_id, name) > (?, ?)
      ORDER BY flow_id, name LIMIT ${SCHEDULES_AT_ONCE}`;
    let last: ScheduleRecord | undefined;
    do {
      const { flowId = '', name = '' } = last ?? {};
      const rows = await this.#commits.read(() => this.#sql.all<BodyRow>(sql, flowId, name));
      const schedules: ScheduleRecord[] = rows.map((row) => JSON.parse(unpackText(row.body)));
      yield* schedules;
      last = schedules.at(SCHEDULES_AT_ONCE - 1);
    } while (last !== undefined);
  }

  #remember(flow: FlowRecord): void {
    if (this.#newest.size >= REMEMBERED_FLOWS) this.#newest.delete(this.#newest.keys().next().value ?? '');
    this.#newest.set(flow.name, flow);
  }

  #keepVersion(flow: FlowRecord): boolean {
    const sql = 'INSERT INTO flow_versions (flow_id, version, body) VALUES (?, ?, ?)';
    return this.#sql.run(sql, flow.id, flow.version, packText(JSON.stringify(flow))) === 1;
  }
}

function parseBody<T>(row: BodyRow | undefined): T | undefined {
  return row === undefined ? undefined : JSON.parse(unpackText(row.body));
}

function pageOf<T extends { readonly name: string }>(
  list: string,
  rows: readonly BodyRow[],
  limit: number,
): Page<T> {
  const items: T[] = rows.slice(0, limit).map((row) => JSON.parse(unpackText(row.body)));
  const last = items.at(-1);
  if (last === undefined || rows.length === items.length) return { items };
  return { items, nextToken: encodePageToken(list, [last.name]) };
}
