import { executionKey, messageKey } from '../adapters/embedded/holds/holds.ts';
import type { EmbeddedStores } from '../adapters/embedded/open-stores.ts';
import type { SavedMessage } from '../adapters/embedded/saved-messages.ts';
import type { KeptMessage, Operator } from '../api/operator.ts';
import { decodeTaskToken } from '../engine/task-token.ts';
import type { DispatchBody } from '../ports/dispatch-queue.ts';
import type { ExecutionId } from '../ports/execution-store.ts';
import type { Page, PageRequest } from '../ports/flow-store.ts';

/** The work of the server for its operator. */
export interface OperatorParts {
  readonly isPaused: boolean;
  /** Lets everything go on that a paused start leaves out. */
  begin(): Promise<void>;
  /** Copies all data into a new folder; undefined when none are kept. */
  backUp(): Promise<string | undefined>;
}

/** The interface of a local server for its operator. */
export class LocalOperator implements Operator {
  readonly #stores: EmbeddedStores;
  readonly #begin: () => Promise<void>;
  readonly #backUp: () => Promise<string | undefined>;
  #isPaused: boolean;
  #begun: Promise<void> | undefined;

  constructor(stores: EmbeddedStores, { isPaused, begin, backUp }: OperatorParts) {
    this.#stores = stores;
    this.#isPaused = isPaused;
    this.#begin = begin;
    this.#backUp = backUp;
  }

  isPaused(): boolean {
    return this.#isPaused;
  }

  /** Begins driving and delivering, as a start that is not paused does. */
  async begin(): Promise<void> {
    this.#begun ??= this.#begin();
    await this.#begun;
    this.#isPaused = false;
  }

  async resume(): Promise<void> {
    if (this.#isPaused) await this.begin();
  }

  backUp(): Promise<string | undefined> {
    return this.#backUp();
  }

  async messages(page: PageRequest): Promise<Page<KeptMessage>> {
    const { items, ...next } = await this.#stores.messages.page(page);
    return { items: await Promise.all(items.map((message) => this.#shown(message))), ...next };
  }

  async deleteMessage(id: string): Promise<boolean> {
    const isDeleted = await this.#stores.messages.drop(id);
    if (isDeleted) this.#stores.holds.release(messageKey(id));
    return isDeleted;
  }

  holdReason(id: ExecutionId): string | undefined {
    return this.#stores.holds.reasonFor(executionKey(id));
  }

  async #shown({ id, sentAt, body, problem }: SavedMessage): Promise<KeptMessage> {
    const reason = problem ?? this.#stores.holds.reasonFor(messageKey(id));
    return {
      id,
      sentAt,
      kind: body?.kind ?? '',
      ...(body !== undefined && (await this.#subjectOf(body))),
      ...(reason !== undefined && { problem: reason }),
    };
  }

  async #subjectOf(body: DispatchBody): Promise<Pick<KeptMessage, 'flowName' | 'executionName'>> {
    if (body.kind === 'start') return { flowName: body.flowName, executionName: body.executionName };
    const named = 'token' in body ? decodeTaskToken(body.token) : undefined;
    const execution = 'execution' in body ? body.execution : named?.execution;
    const flowId = execution?.flowId ?? ('flowId' in body ? body.flowId : '');
    const flow = await this.#stores.flows.readVersion(flowId, 1);
    return {
      ...(flow !== undefined && { flowName: flow.name }),
      ...(execution !== undefined && { executionName: execution.name }),
    };
  }
}
