import type { Command, TaskId } from '../../interpreter/command.ts';
import type { Effect } from '../../interpreter/effect.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { Dispatch } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { Handler } from '../messages/handler.ts';

/**
 * The message under which an execution is driven. New effects are committed under it; it takes up those of the messages
 * that it adopts. When its handler may begin nothing more, the rest goes to a new message.
 */
export class Ownership {
  readonly message: MessageId;
  /** Attempts of tasks among its effects that need no call. */
  readonly called: readonly TaskId[];
  readonly #handler: Handler;
  readonly #execution: ExecutionId;
  readonly #owners: 'all' | ReadonlySet<MessageId>;

  /** The ownership of a message and of those that it adopts. */
  constructor(
    handler: Handler,
    execution: ExecutionId,
    { adopts = [], called = [] }: Pick<Dispatch, 'adopts' | 'called'> = {},
  ) {
    this.message = handler.message.id;
    this.#handler = handler;
    this.#execution = execution;
    this.called = called;
    this.#owners = adopts === 'all' ? adopts : new Set([...adopts, this.message]);
  }

  readonly owns = (owner: MessageId): boolean => this.#owners === 'all' || this.#owners.has(owner);

  /** True when it adopts whatever it finds. */
  get ownsAll(): boolean {
    return this.#owners === 'all';
  }

  /** True for an effect that another message must perform: it may take long, and there is no time left for it. */
  mustLeave(effect: Effect): boolean {
    const { handOverAt, services } = this.#handler;
    return mayTakeLong(effect) && handOverAt !== undefined && services.clock.now() >= handOverAt;
  }

  /** Sends a message that adopts everything this one owns but for calls that were made, which may then be deleted. */
  async handOver(called: readonly TaskId[], delaySeconds?: number): Promise<void> {
    const adopts = this.#owners === 'all' ? this.#owners : [...this.#owners];
    const body = { kind: 'dispatch', execution: this.#execution, adopts } as const;
    await this.#handler.services.queue.send(called.length === 0 ? body : { ...body, called }, delaySeconds);
  }

  /** Sends the timers among the commands of this message again, which may then be deleted. */
  async sayAgain(commands: readonly Command[], delaySeconds: number): Promise<void> {
    for (const command of commands) {
      if (command.type !== 'FireTimer') continue;
      const body = { kind: 'command', execution: this.#execution, command } as const;
      await this.#handler.services.queue.send(body, delaySeconds);
    }
  }

  /** Sends a message for a commit that is about to be made under it. */
  async newOwner(): Promise<MessageId> {
    return await this.#handler.services.queue.send({ kind: 'dispatch', execution: this.#execution });
  }
}

/**
 * True for an effect that is handed over when time is short. A timer is armed all the same: one that has fired early, or
 * for a later deadline, belongs to another message than the one that is handed over.
 */
export function mayTakeLong({ type }: Effect): boolean {
  return type === 'InvokeTask' || type === 'GoOn';
}
