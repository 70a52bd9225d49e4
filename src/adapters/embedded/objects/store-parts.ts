import type { Clock, Ids } from '../../../ports/clock.ts';
import type { GroupCommit } from '../group-commit.ts';
import type { Statements } from '../statements.ts';
import type { Contents } from './contents.ts';

/** Parts of a store of objects. */
export interface ObjectStoreParts {
  readonly sql: Statements;
  readonly commits: GroupCommit;
  readonly contents: Contents;
  readonly clock: Clock;
  readonly ids: Ids;
}
