import type { Ids } from '../../../ports/clock.ts';
import type { Statements } from '../statements.ts';

/** The context of the statements of one transaction. */
export interface Work {
  readonly sql: Statements;
  readonly ids: Ids;
  readonly now: number;
  /** Names of queues in which something may have become visible: their waiting receivers are served afterwards. */
  readonly touched: Set<string>;
}
