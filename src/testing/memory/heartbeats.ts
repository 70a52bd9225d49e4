import type { Instant } from '../../interpreter/event.ts';
import type { Heartbeat } from '../../interpreter/heartbeats.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { HeartbeatAttempt, Heartbeats } from '../../ports/heartbeats.ts';

/** Heartbeats in a Map. */
export class MemoryHeartbeats implements Heartbeats {
  readonly #executions = new Map<string, Map<number, Heartbeat>>();

  async keep(execution: ExecutionId, heartbeat: Heartbeat): Promise<boolean> {
    const kept = this.#of(execution);
    const found = kept.get(heartbeat.entry);
    if (found !== undefined && found.attempt > heartbeat.attempt) return false;
    if (found?.attempt === heartbeat.attempt) {
      if (found.isMissed) return false;
      if (found.at >= heartbeat.at) return true;
    }
    kept.set(heartbeat.entry, heartbeat);
    return true;
  }

  async miss(
    execution: ExecutionId,
    { entry, attempt }: HeartbeatAttempt,
    newest: Instant | undefined,
  ): Promise<boolean> {
    const kept = this.#of(execution);
    const found = kept.get(entry);
    if (found !== undefined && found.attempt > attempt) return false;
    const own = found?.attempt === attempt ? found : undefined;
    if (own?.isMissed) return true;
    if (own?.at !== newest) return false;
    kept.set(entry, { ...(own ?? { entry, attempt, at: 0 }), isMissed: true });
    return true;
  }

  async list(execution: ExecutionId): Promise<readonly Heartbeat[]> {
    return [...this.#of(execution).values()];
  }

  #of({ flowId, name }: ExecutionId): Map<number, Heartbeat> {
    const key = JSON.stringify([flowId, name]);
    const kept = this.#executions.get(key) ?? new Map();
    this.#executions.set(key, kept);
    return kept;
  }
}
