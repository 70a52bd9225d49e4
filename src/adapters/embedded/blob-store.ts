import type { BlobHolder, BlobStore } from '../../ports/blob-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import type { BlobRef } from '../../ports/kept-text.ts';
import type { GroupCommit } from './group-commit.ts';
import { packText, unpackText } from './packed-text.ts';
import type { Statements } from './statements.ts';

interface BodyRow {
  readonly body: Uint8Array;
}

/** Large texts in the embedded database; they are removed with their execution (`EndedExecutions`). */
export class EmbeddedBlobStore implements BlobStore {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #clock: Clock;

  constructor(sql: Statements, commits: GroupCommit, clock: Clock) {
    this.#sql = sql;
    this.#commits = commits;
    this.#clock = clock;
  }

  async put({ id, owner }: BlobHolder, { blob }: BlobRef, text: string): Promise<void> {
    const packed = packText(text);
    const sql = 'INSERT INTO blobs VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
    const values = [id.flowId, id.name, owner, blob, this.#clock.now(), packed];
    await this.#commits.write(() => this.#sql.run(sql, ...values));
  }

  async get({ id, owner }: BlobHolder, { blob }: BlobRef): Promise<string | undefined> {
    const sql = 'SELECT body FROM blobs WHERE flow_id = ? AND name = ? AND owner = ? AND blob = ?';
    const row = await this.#commits.read(() => this.#sql.get<BodyRow>(sql, id.flowId, id.name, owner, blob));
    if (row === undefined) return undefined;
    try {
      return unpackText(row.body);
    } catch (error) {
      throw new DamagedData(`a large text of execution ${id.name}`, error);
    }
  }

  /** Does nothing: they go when their execution goes. */
  async keep(): Promise<void> {}
}
