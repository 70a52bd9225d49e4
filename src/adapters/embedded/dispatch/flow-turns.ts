import { FairQueue } from '../fair-queue.ts';
import { flowOf, type HeldMessage } from './held-message.ts';

/**
 * Messages that may be handed out, and the flows of those that are being handled.
 *
 * Flows take turns, the oldest message of each first, and no flow is handed more at a time than is still free: one
 * that takes long with everything leaves half to the others.
 */
export class FlowTurns {
  readonly #ready = new FairQueue<HeldMessage>();
  /** Messages being handled, by flow. */
  readonly #runningOf = new Map<string, number>();
  #running = 0;

  /** Messages being handled. */
  get running(): number {
    return this.#running;
  }

  /** Messages that wait for their turn: all, or those of one flow. */
  waiting(flowId?: string): number {
    return flowId === undefined ? this.#ready.size : this.#ready.sizeOf(flowId);
  }

  /** Instant since which the message that has waited longest could have been handed out; undefined when none waits. */
  waitingSince(): number | undefined {
    let oldest: number | undefined;
    for (const { at } of this.#ready.firsts()) oldest = Math.min(at, oldest ?? at);
    return oldest;
  }

  add(held: HeldMessage): void {
    this.#ready.push(flowOf(held), held);
  }

  /** Takes the message whose turn it is; undefined when so many are being handled that none may go. */
  take(concurrency: number): HeldMessage | undefined {
    const free = concurrency - this.#running;
    if (free <= 0) return undefined;
    const held = this.#ready.shift((flow) => (this.#runningOf.get(flow) ?? 0) < free);
    if (held !== undefined) this.#count(held, 1);
    return held;
  }

  /** A message that was taken is no longer being handled. */
  release(held: HeldMessage): void {
    this.#count(held, -1);
  }

  #count(held: HeldMessage, change: 1 | -1): void {
    const flow = flowOf(held);
    const count = (this.#runningOf.get(flow) ?? 0) + change;
    this.#running += change;
    if (count === 0) this.#runningOf.delete(flow);
    else this.#runningOf.set(flow, count);
  }
}
