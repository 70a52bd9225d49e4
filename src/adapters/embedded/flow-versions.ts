import type { FlowAliases, FlowVersions, PublishedVersion } from '../../ports/flow-versions.ts';
import type { GroupCommit } from './group-commit.ts';
import { packText } from './packed-text.ts';
import { ALIASES_SHAPE, PUBLISHED_SHAPE } from './shapes.ts';
import type { Statements } from './statements.ts';
import type { StoredRows } from './stored-rows.ts';

interface VersionRow {
  readonly number: number;
  readonly body: Uint8Array;
}

/** Published versions and aliases in the embedded database. What is left of a deleted version keeps its number taken. */
export class EmbeddedFlowVersions implements FlowVersions {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #rows: StoredRows;

  constructor(sql: Statements, commits: GroupCommit, rows: StoredRows) {
    this.#sql = sql;
    this.#commits = commits;
    this.#rows = rows;
  }

  lastNumber(flowId: string): Promise<number> {
    const sql = 'SELECT max(number) AS last FROM published WHERE flow_id = ?';
    return this.#commits.read(() => this.#sql.get<{ last: number | null }>(sql, flowId)?.last ?? 0);
  }

  publish(version: PublishedVersion): Promise<boolean> {
    const sql = 'INSERT INTO published (flow_id, number, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
    const packed = packText(JSON.stringify(version));
    return this.#commits.write(() => this.#sql.run(sql, version.flowId, version.number, packed) === 1);
  }

  async read(flowId: string, number: number): Promise<PublishedVersion | undefined> {
    const [found] = await this.list(flowId, number - 1, 1);
    return found?.number === number ? found : undefined;
  }

  list(flowId: string, after: number, limit: number): Promise<readonly PublishedVersion[]> {
    const sql = `SELECT number, body FROM published WHERE flow_id = ? AND number > ? AND body IS NOT NULL
      ORDER BY number LIMIT ?`;
    return this.#commits.read(() => {
      const rows = this.#sql.all<VersionRow>(sql, flowId, after, limit);
      return rows.map(({ number, body }) => this.#versionIn(flowId, number, body));
    });
  }

  delete(flowId: string, number: number, read: FlowAliases): Promise<boolean> {
    const sql = 'UPDATE published SET body = NULL WHERE flow_id = ? AND number = ? AND body IS NOT NULL';
    return this.#commits.write(
      () => this.#aliasesOf(flowId).version === read.version && this.#sql.run(sql, flowId, number) === 1,
    );
  }

  readAliases(flowId: string): Promise<FlowAliases> {
    return this.#commits.read(() => this.#aliasesOf(flowId));
  }

  writeAliases(aliases: FlowAliases): Promise<boolean> {
    const { flowId, version } = aliases;
    const packed = packText(JSON.stringify(aliases));
    const numbers = aliases.aliases.flatMap(({ routes }) => routes.map(({ number }) => number));
    const isThere = 'SELECT 1 FROM published WHERE flow_id = ? AND number = ? AND body IS NOT NULL';
    const sql =
      'INSERT INTO aliases (flow_id, body) VALUES (?, ?) ON CONFLICT (flow_id) DO UPDATE SET body = excluded.body';
    return this.#commits.write(() => {
      if (this.#aliasesOf(flowId).version !== version - 1) return false;
      if (numbers.some((number) => this.#sql.get(isThere, flowId, number) === undefined)) return false;
      return this.#sql.run(sql, flowId, packed) === 1;
    });
  }

  #versionIn(flowId: string, number: number, body: Uint8Array): PublishedVersion {
    const what = () => this.#rows.ofFlow(`published version ${number}`, flowId);
    return this.#rows.read<PublishedVersion>(body, PUBLISHED_SHAPE, what);
  }

  #aliasesOf(flowId: string): FlowAliases {
    const row = this.#sql.get<{ body: Uint8Array }>('SELECT body FROM aliases WHERE flow_id = ?', flowId);
    if (row === undefined) return { flowId, version: 0, aliases: [] };
    const what = () => this.#rows.ofFlow('the aliases', flowId);
    return this.#rows.read<FlowAliases>(row.body, ALIASES_SHAPE, what);
  }
}
