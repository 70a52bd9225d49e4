import type { ReceivedMessage } from '../../../queues/message.ts';
import type { ReceiveRequest } from '../../../queues/queue-store.ts';

/** A receiver whose turn has not come. */
export interface Receiver {
  readonly max: number;
  readonly visibilitySeconds?: number;
  /** True when the receiver gets its messages at once, also none. */
  readonly isInHurry: boolean;
  /** Ends the receive. */
  answer(messages: readonly ReceivedMessage[]): void;
  refuse(error: unknown): void;
}

/** Receivers in the order of their coming, by queue. One that has gone, or has waited long enough, is no longer here. */
export class WaitingReceivers {
  readonly #byQueue = new Map<string, Set<Receiver>>();

  /** Resolves when the receiver gets messages, when its time is over, or when it has gone. */
  add(
    name: string,
    { max, visibilitySeconds, signal }: ReceiveRequest,
    waitMs: number,
  ): Promise<readonly ReceivedMessage[]> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', goAway);
        this.#remove(name, receiver);
      };
      const receiver: Receiver = {
        max,
        isInHurry: waitMs === 0,
        ...(visibilitySeconds !== undefined && { visibilitySeconds }),
        answer: (messages) => {
          leave();
          resolve(messages);
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      const goAway = () => receiver.answer([]);
      const timeout = waitMs > 0 ? setTimeout(goAway, waitMs) : undefined;
      signal?.addEventListener('abort', goAway, { once: true });
      this.#of(name).add(receiver);
    });
  }

  /** The waiting receivers of a queue. */
  of(name: string): readonly Receiver[] {
    return [...(this.#byQueue.get(name) ?? [])];
  }

  /** True when a receiver waits for messages of a queue. */
  has(name: string): boolean {
    return this.#byQueue.has(name);
  }

  /** True while a receiver has neither got messages nor gone. */
  isWaiting(name: string, receiver: Receiver): boolean {
    return this.#byQueue.get(name)?.has(receiver) ?? false;
  }

  /** Ends all receives with nothing. */
  answerAll(): void {
    for (const receivers of [...this.#byQueue.values()])
      for (const receiver of [...receivers]) receiver.answer([]);
  }

  #of(name: string): Set<Receiver> {
    const receivers = this.#byQueue.get(name) ?? new Set();
    this.#byQueue.set(name, receivers);
    return receivers;
  }

  #remove(name: string, receiver: Receiver): void {
    const receivers = this.#byQueue.get(name);
    receivers?.delete(receiver);
    if (receivers?.size === 0) this.#byQueue.delete(name);
  }
}
