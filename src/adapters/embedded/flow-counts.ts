import { isJsonObject } from '../../common/json.ts';
import { jsonIn } from '../../common/json-text.ts';
import { countOf, HOURS, type HourCount, hourOf, withEnd } from '../../engine/counts/hour-count.ts';
import type { Instant } from '../../interpreter/event.ts';
import {
  type EndedRun,
  type FlowCount,
  type FlowCounts,
  MOST_RUNNING,
  type RunningCount,
} from '../../ports/flow-counts.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Statements } from './statements.ts';

/** Counts are written so long after the first that has changed: a crash loses no more. */
const SAVE_MS = 10_000;

/**
 * Counts in memory, saved now and then: an end costs no write. Those of a flow are read from the database once, with its first
 * end or the first question for them.
 */
export class EmbeddedFlowCounts implements FlowCounts {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #flows = new Map<string, Map<number, HourCount>>();
  /** Hours that are not saved yet, by flow. */
  #changed = new Map<string, Set<number>>();
  #saving: NodeJS.Timeout | undefined;

  constructor(sql: Statements, commits: GroupCommit) {
    this.#sql = sql;
    this.#commits = commits;
  }

  async ended(run: EndedRun): Promise<void> {
    const { flowId, stoppedAt } = run;
    const hours = this.#hoursOf(flowId);
    const hour = hourOf(stoppedAt);
    hours.set(hour, withEnd(hours.get(hour), run));
    for (const old of hours.keys()) if (old <= hour - HOURS) hours.delete(old);
    const changed = this.#changed.get(flowId) ?? new Set();
    this.#changed.set(flowId, changed.add(hour));
    this.#saving ??= setTimeout(() => void this.save().catch(() => {}), SAVE_MS).unref();
  }

  async read(flowId: string, now: Instant): Promise<FlowCount | undefined> {
    return countOf([...this.#hoursOf(flowId).values()], now);
  }

  running(flowId: string): Promise<RunningCount> {
    const sql = `SELECT count(*) AS running FROM (SELECT 1 FROM executions INDEXED BY unfinished
      WHERE status = 'Running' AND flow_id = ? LIMIT ${MOST_RUNNING + 1})`;
    return this.#commits.read(() => {
      const { running } = this.#sql.get<{ running: number }>(sql, flowId) ?? { running: 0 };
      return { count: Math.min(running, MOST_RUNNING), isLeast: running > MOST_RUNNING };
    });
  }

  /** Saves what has changed. @throws DataError when the disk refuses it */
  async save(): Promise<void> {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const changed = this.#changed;
    this.#changed = new Map();
    if (changed.size === 0) return;
    await this.#commits.write(() => {
      for (const [flowId, hours] of changed) this.#saveFlow(flowId, hours);
    });
  }

  #saveFlow(flowId: string, hours: ReadonlySet<number>): void {
    for (const hour of hours) {
      const count = this.#flows.get(flowId)?.get(hour);
      if (count !== undefined)
        this.#sql.run('INSERT OR REPLACE INTO counts VALUES (?, ?, ?)', flowId, hour, JSON.stringify(count));
    }
    this.#sql.run('DELETE FROM counts WHERE flow_id = ? AND hour <= ?', flowId, Math.max(...hours) - HOURS);
  }

  #hoursOf(flowId: string): Map<number, HourCount> {
    const known = this.#flows.get(flowId);
    if (known !== undefined) return known;
    const hours = new Map<number, HourCount>();
    const rows = this.#sql.all<{ body: string }>('SELECT body FROM counts WHERE flow_id = ?', flowId);
    for (const { body } of rows) {
      const count = soundCount(body);
      if (count !== undefined) hours.set(count.hour, count);
    }
    this.#flows.set(flowId, hours);
    return hours;
  }
}

/** Undefined for a damaged row: its hour is not counted, and no execution is held up by it. */
function soundCount(body: string): HourCount | undefined {
  const read = jsonIn(body);
  const isSound =
    isJsonObject(read) &&
    typeof read['hour'] === 'number' &&
    [read['ended'], read['durations'], read['last']].every(isJsonObject);
  return isSound ? (read as unknown as HourCount) : undefined;
}
