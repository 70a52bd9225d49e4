import type { Instant } from '../../interpreter/event.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';

interface Listed {
  readonly id: ExecutionId;
  readonly createdAt: Instant;
  closedAt: Instant;
}

/**
 * Which executions are listed as unfinished, as they were some time ago: on AWS lists come from an index that lags
 * behind. Everything else is read consistently there.
 */
export class LaggingListing {
  readonly #listed = new Map<string, Listed>();

  created(id: ExecutionId, createdAt: Instant): void {
    this.#listed.set(keyOf(id), { id, createdAt, closedAt: Number.POSITIVE_INFINITY });
  }

  closed(id: ExecutionId, at: Instant): void {
    const listed = this.#listed.get(keyOf(id));
    if (listed !== undefined) listed.closedAt = Math.min(listed.closedAt, at);
  }

  /** When an execution was closed; undefined when it was not. */
  closedAt(id: ExecutionId): Instant | undefined {
    const closedAt = this.#listed.get(keyOf(id))?.closedAt;
    return closedAt === Number.POSITIVE_INFINITY ? undefined : closedAt;
  }

  /** One that went on between is listed again from then on. */
  reopened(id: ExecutionId, at: Instant): void {
    const listed = this.#listed.get(keyOf(id));
    if (listed !== undefined)
      this.#listed.set(keyOf(id), { ...listed, createdAt: at, closedAt: Number.POSITIVE_INFINITY });
  }

  /** The executions of a flow that had begun and not ended at that instant. */
  unfinishedAt(instant: Instant, flowId: string): readonly ExecutionId[] {
    return [...this.#listed.values()]
      .filter(({ createdAt, closedAt }) => createdAt <= instant && instant < closedAt)
      .map(({ id }) => id)
      .filter((id) => id.flowId === flowId);
  }
}

function keyOf({ flowId, name }: ExecutionId): string {
  return `${flowId}:${name}`;
}
