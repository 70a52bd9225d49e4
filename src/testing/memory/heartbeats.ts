import type { EventId } from '../../interpreter/event.ts';
import type { Heartbeat, MissedHeartbeat } from '../../interpreter/heartbeats.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import { afterHeartbeat, afterMiss, type Heartbeats } from '../../ports/heartbeats.ts';

/** Heartbeats in a Map. */
export class MemoryHeartbeats implements Heartbeats {
  readonly #executions = new Map<string, Map<number, Heartbeat>>();

  async keep(execution: ExecutionId, heartbeat: Heartbeat): Promise<boolean> {
    return this.#put(execution, heartbeat.entry, (found) => afterHeartbeat(found, heartbeat));
  }

  async miss(execution: ExecutionId, missed: MissedHeartbeat): Promise<boolean> {
    return this.#put(execution, missed.entry, (found) => afterMiss(found, missed));
  }

  async list(execution: ExecutionId): Promise<readonly Heartbeat[]> {
    return [...this.#of(execution).values()];
  }

  #put(execution: ExecutionId, entry: EventId, after: (found?: Heartbeat) => Heartbeat | undefined): boolean {
    const kept = this.#of(execution);
    const next = after(kept.get(entry));
    if (next !== undefined) kept.set(entry, next);
    return next !== undefined;
  }

  #of({ flowId, name }: ExecutionId): Map<number, Heartbeat> {
    const key = JSON.stringify([flowId, name]);
    const kept = this.#executions.get(key) ?? new Map();
    this.#executions.set(key, kept);
    return kept;
  }
}
