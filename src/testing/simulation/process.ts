import type { Api } from '../../api/handle-request.ts';
import type { Handled } from '../../ports/dispatch-queue.ts';
import type { AbandonedExecution } from '../../ports/execution-store.ts';
import type { Delivery } from '../memory/dispatch-queue.ts';
import { WOKE_NOTHING } from '../memory/virtual-clock.ts';
import type { DeliveryFate, Fault } from './fates.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import { portsOf } from './ports.ts';
import type { SimulatedWorld, WorldProcess } from './simulated-world.ts';

/** Half of a claim's time, after which a handler that is still at work claims its message anew. */
const CLAIM_MILLISECONDS = 30_000;

/** The outside returned nothing: whether the call took effect is unknown. */
export class LostCall extends Error {}

/** The outside refuses the call for now: it took no effect. */
export class ThrottledCall extends Error {}

/** An error without a stack: it comes from the clock, by the thousand, and a stack takes longer than the call. */
function withoutStack<T extends Error>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = make();
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

/**
 * One process of the system: its clock, its connections, everything it has in memory.
 *
 * Once dead it stays silent: what it awaits never settles, so its code never goes on.
 */
export class SimulatedProcess implements WorldProcess {
  readonly name: string;
  readonly skew: number;
  isAlive = true;
  /** Names of the executions that have gone on in this process: it takes over none of them. */
  readonly reopened = new Set<string>();
  readonly api: Api;
  readonly world: SimulatedWorld;
  readonly #services: ReturnType<typeof portsOf>;

  constructor(world: SimulatedWorld, name: string) {
    this.world = world;
    this.name = name;
    this.skew = world.fates.skew();
    this.#services = portsOf(this);
    this.api = world.engine.createApi(this.#services);
  }

  /** One call of the outside, the only place where time passes, calls fail and processes die. */
  call<T>(name: string, effect: () => Promise<T>, wait?: (value: T) => number): Promise<T> {
    const { world } = this;
    const { before, after, fault: own, survives } = world.fates.call(name);
    if (name === 'blobs.get') world.valueReads++;
    else world.calls++;
    return new Promise((resolve, reject) => {
      const refuse = () =>
        this.isAlive && reject(withoutStack(() => new ThrottledCall(`${name} was asked too often`)));
      const giveUp = () => this.isAlive && reject(withoutStack(() => new LostCall(`${name} got no answer`)));
      const end = (outcome: Settled<T>) => {
        if ('error' in outcome && outcome.error instanceof BrokenPromise) return world.break(outcome.error);
        if (own === 'dieAfter') return this.die();
        if (own === 'failAfter') return world.after(after, giveUp);
        const pause = 'value' in outcome && wait !== undefined ? wait(outcome.value) : after;
        world.after(pause, () => {
          if (!this.isAlive) return WOKE_NOTHING;
          if ('value' in outcome) resolve(outcome.value);
          else reject(outcome.error);
          return undefined;
        });
      };
      const perform = () => {
        if (!this.isAlive && !survives) return WOKE_NOTHING;
        const fault = world.isOut(name) ? 'throttle' : own;
        this.#note(name, fault);
        if (fault === 'dieBefore') return this.die();
        if (fault === 'failBefore' || fault === 'throttle') {
          world.after(after, fault === 'throttle' ? refuse : giveUp);
          return WOKE_NOTHING;
        }
        const done = world.busyWith(effect).then(
          (value) => end({ value }),
          (error) => end({ error }),
        );
        return done.catch((error) => world.break(error));
      };
      world.after(before, perform);
    });
  }

  /** Handles a message as the loops of both homes do: claims it anew while at work, deletes it when done. */
  handle(delivery: Delivery, fate: DeliveryFate): void {
    const { engine, clock } = this.world;
    const { id } = delivery.message;
    let isDone = false;
    const claim = () => {
      if (!this.isAlive || isDone || !fate.isKept) return WOKE_NOTHING;
      delivery.answer({ done: false, retryInSeconds: (2 * CLAIM_MILLISECONDS) / 1000 });
      this.world.after(CLAIM_MILLISECONDS, claim);
      return WOKE_NOTHING;
    };
    this.world.after(CLAIM_MILLISECONDS, claim);
    const context =
      fate.handOverIn === undefined ? {} : { handOverAt: clock.now() + this.skew + fate.handOverIn };
    const answer = async (handled: Handled) => {
      isDone = true;
      await this.call(handled.done ? 'queue.delete' : 'queue.giveBack', async () => {
        this.world.note(() => `message ${id.slice(0, 4)} ${handled.done ? 'is deleted' : 'comes back'}`);
        delivery.answer(handled);
        if (handled.done) this.world.checkOwnersOf(delivery.message);
      });
    };
    engine
      .handleMessage(delivery.message, this.#services, context)
      .catch(() => ({ done: false, retryInSeconds: fate.retryInSeconds }) as const)
      .then(answer)
      .catch(() => {});
  }

  /** Takes over every execution that has not ended, as the embedded home does when it starts. */
  async recover(ready: Promise<void>): Promise<void> {
    const left = this.world.logs.all().flatMap(abandonedOf);
    await ready;
    const abandoned = left.filter(({ name }) => !this.reopened.has(name));
    await this.world.engine.recover(this.#services.queue, iterate(abandoned));
  }

  /** Ends the process; another one takes its place. */
  die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.world.replace(this);
  }

  #note(name: string, fault: Fault | undefined): void {
    this.world.note(() => `${this.name} ${name}${fault === undefined ? '' : `  ✗ ${fault}`}`);
  }
}

function abandonedOf({ end, header, redrives }: SimulatedLog): readonly AbandonedExecution[] {
  return end === undefined ? [{ ...header.id, redrives }] : [];
}

async function* iterate<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };
