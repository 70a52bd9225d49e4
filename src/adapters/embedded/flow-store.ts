import type { FlowRecord, FlowStore, Page, PageRequest, ScheduleRecord } from '../../ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../ports/page-token.ts';
import { EmbeddedFlowVersions } from './flow-versions.ts';
import type { GroupCommit } from './group-commit.ts';
import { packText } from './packed-text.ts';
import { FLOW_SHAPE, SCHEDULE_SHAPE } from './shapes.ts';
import type { Statements } from './statements.ts';
import type { StoredRows } from './stored-rows.ts';

interface BodyRow {
  readonly body: Uint8Array;
}

interface FlowRow extends BodyRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

interface ScheduleRow extends BodyRow {
  readonly flow_id: string;
  readonly name: string;
}

/** Newest versions with their bodies. */
const FLOWS =
  'SELECT flows.id, flows.name, flows.version, body FROM flows JOIN flow_versions ON flow_id = flows.id AND flow_versions.version = flows.version';

const SCHEDULES_AT_ONCE = 500;

/** Flows that are started again and again are not read again and again. */
const REMEMBERED_FLOWS = 500;

/** Flows and schedules in the embedded database. */
export class EmbeddedFlowStore implements FlowStore {
  readonly published: EmbeddedFlowVersions;
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #rows: StoredRows;
  /** Newest versions that were read, all of them on disk. */
  readonly #newest = new Map<string, FlowRecord>();

  constructor(sql: Statements, commits: GroupCommit, rows: StoredRows) {
    this.#sql = sql;
    this.#commits = commits;
    this.#rows = rows;
    this.published = new EmbeddedFlowVersions(sql, commits, rows);
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
    const find = () => this.#flowIn(this.#sql.get<FlowRow>(`${FLOWS} WHERE name = ?`, name));
    const flow = await this.#commits.read(find);
    if (flow !== undefined) this.#remember(flow);
    return flow;
  }

  readVersion(flowId: string, version: number): Promise<FlowRecord | undefined> {
    const sql = `SELECT flow_id AS id, version, body,
      coalesce((SELECT name FROM flows WHERE id = flow_id), flow_id) AS name
      FROM flow_versions WHERE flow_id = ? AND version = ?`;
    return this.#commits.read(() => this.#flowIn(this.#sql.get<FlowRow>(sql, flowId, version)));
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
      for (const table of ['schedules', 'published', 'aliases']) {
        this.#sql.run(`DELETE FROM ${table} WHERE flow_id = ?`, flow.id);
      }
      return true;
    });
    this.#newest.delete(flow.name);
    return isDeleted;
  }

  flowIds(): Promise<readonly string[]> {
    return this.#commits.read(() =>
      this.#sql.all<{ id: string }>('SELECT id FROM flows').map(({ id }) => id),
    );
  }

  async listFlows({ limit, nextToken }: PageRequest): Promise<Page<FlowRecord>> {
    const [after = ''] = nextToken === undefined ? [] : decodePageToken('flows', nextToken, 1);
    const sql = `${FLOWS} WHERE name > ? ORDER BY name LIMIT ?`;
    const rows = await this.#commits.read(() => this.#sql.all<FlowRow>(sql, after, limit + 1));
    return pageOf('flows', rows, limit, (row) => this.#flowIn(row));
  }

  createSchedule(schedule: ScheduleRecord): Promise<boolean> {
    const { flowId, name, id, version } = schedule;
    const packed = packText(JSON.stringify(schedule));
    const sql =
      'INSERT INTO schedules (flow_id, name, id, version, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
    return this.#commits.write(() => this.#sql.run(sql, flowId, name, id, version, packed) === 1);
  }

  readSchedule(flowId: string, name: string): Promise<ScheduleRecord | undefined> {
    const sql = 'SELECT flow_id, name, body FROM schedules WHERE flow_id = ? AND name = ?';
    return this.#commits.read(() => {
      const row = this.#sql.get<ScheduleRow>(sql, flowId, name);
      return row && this.#rows.read<ScheduleRecord>(row.body, SCHEDULE_SHAPE, () => this.#nameOf(row));
    });
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
    const sql =
      'SELECT flow_id, name, body FROM schedules WHERE flow_id = ? AND name > ? ORDER BY name LIMIT ?';
    const rows = await this.#commits.read(() => this.#sql.all<ScheduleRow>(sql, flowId, after, limit + 1));
    return pageOf(list, rows, limit, (row) => this.#scheduleIn(row));
  }

  async *allSchedules(): AsyncIterable<ScheduleRecord> {
    const sql = `SELECT flow_id, name, body FROM schedules WHERE (flow_id, name) > (?, ?)
      ORDER BY flow_id, name LIMIT ${SCHEDULES_AT_ONCE}`;
    let last: ScheduleRow | undefined;
    do {
      const { flow_id = '', name = '' } = last ?? {};
      const rows = await this.#commits.read(() => this.#sql.all<ScheduleRow>(sql, flow_id, name));
      for (const row of rows) {
        const schedule = this.#scheduleIn(row);
        if (schedule !== undefined) yield schedule;
      }
      last = rows.at(SCHEDULES_AT_ONCE - 1);
    } while (last !== undefined);
  }

  #flowIn(row: FlowRow | undefined): FlowRecord | undefined {
    if (row === undefined) return undefined;
    const what = () => `version ${row.version} of flow ${row.name}`;
    return this.#rows.readIfSound<FlowRecord>(row.body, FLOW_SHAPE, what) ?? lostFlow(row);
  }

  #scheduleIn(row: ScheduleRow): ScheduleRecord | undefined {
    return this.#rows.readIfSound<ScheduleRecord>(row.body, SCHEDULE_SHAPE, () => this.#nameOf(row));
  }

  #nameOf({ flow_id, name }: ScheduleRow): string {
    return this.#rows.ofFlow(`schedule ${name}`, flow_id);
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

/** A stand-in for a flow that cannot be read: it is listed, cannot be started, and takes a new definition. */
function lostFlow({ id, name, version }: FlowRow): FlowRecord {
  const description = 'What was kept of this flow is damaged; save its definition anew';
  const rest = { type: 'FDL', roleArn: '', externalStorageLocation: '', createdAt: 0, modifiedAt: 0 };
  return { id, name, version, definition: '', description, ...rest };
}

function pageOf<R extends { readonly name: string }, T>(
  list: string,
  rows: readonly R[],
  limit: number,
  read: (row: R) => T | undefined,
): Page<T> {
  const page = rows.slice(0, limit);
  const items = page.flatMap((row) => read(row) ?? []);
  const last = page.at(-1);
  if (last === undefined || rows.length === page.length) return { items };
  return { items, nextToken: encodePageToken(list, [last.name]) };
}
