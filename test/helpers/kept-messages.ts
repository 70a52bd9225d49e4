import type { KeptMessage, Operator } from '../../src/api/operator.ts';
import type { Page } from '../../src/ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../src/ports/page-token.ts';

/** An operator of a home that keeps these messages. */
export class MemoryOperator implements Operator {
  readonly #messages: KeptMessage[];
  #isPaused: boolean;
  /** Where a backup lies. */
  folder: string | undefined;

  constructor(messages: readonly KeptMessage[] = [], isPaused = false) {
    this.#messages = [...messages];
    this.#isPaused = isPaused;
  }

  isPaused(): boolean {
    return this.#isPaused;
  }

  async resume(): Promise<void> {
    this.#isPaused = false;
  }

  async messages({ limit, nextToken }: { limit: number; nextToken?: string }): Promise<Page<KeptMessage>> {
    const [from = '0'] = nextToken === undefined ? [] : decodePageToken('messages', nextToken, 1);
    const end = Number(from) + limit;
    const items = this.#messages.slice(Number(from), end);
    return end < this.#messages.length
      ? { items, nextToken: encodePageToken('messages', [String(end)]) }
      : { items };
  }

  async deleteMessage(id: string): Promise<boolean> {
    const at = this.#messages.findIndex((message) => message.id === id);
    if (at >= 0) this.#messages.splice(at, 1);
    return at >= 0;
  }

  async backUp(): Promise<string | undefined> {
    return this.folder;
  }

  holdReason(): undefined {
    return undefined;
  }
}
