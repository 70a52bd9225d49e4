import { getHeapStatistics } from 'node:v8';
import type { Admission } from '../api/services.ts';
import type { FlowStore } from '../ports/flow-store.ts';
import type { Logger } from '../ports/logger.ts';

/** The load that a server takes on at a time; requests beyond it are refused with `ResourceThrottled`. */
export interface Capacity {
  /** Requests in service, without those that wait for an end. */
  readonly requests: number;
  /** Bytes of requests in memory. */
  readonly requestBytes: number;
  /** Callers that wait for the end of an execution. */
  readonly waits: number;
  /** Messages being handled, half of them at most for one flow: an execution whose task runs holds one. */
  readonly handled: number;
  /** Messages that wait for their turn: beyond these nothing more is started, of one flow or at all. */
  readonly messagesOfFlow: number;
  readonly messages: number;
  /** Share of the heap's limit beyond which nothing more is started. */
  readonly heapShare: number;
}

/** A server meets its bounds with gigabytes of memory left; reads and reports go on when starts are refused. */
export const CAPACITY: Capacity = {
  requests: 2_000,
  requestBytes: 128 * 1024 * 1024,
  waits: 10_000,
  handled: 10_000,
  messagesOfFlow: 10_000,
  messages: 50_000,
  heapShare: 0.8,
};

/** The parts from which the load is read. */
export interface OverloadParts {
  readonly flows: Pick<FlowStore, 'readFlow'>;
  /** Messages that wait for their turn: all, or those of one flow. */
  readonly waitingMessages: (flowId?: string) => number;
  readonly logger: Logger;
  /** True while nothing is driven. */
  readonly isPaused: () => boolean;
}

/** A request that was let in. */
export interface Visit {
  /** Takes memory for a part of the request. @returns false when there is none left. */
  take(bytes: number): boolean;
  /** Gives everything back. */
  leave(): void;
}

const MIB = 1024 * 1024;
/** A log line tells of all refusals since the one before. */
const LOG_EVERY_MS = 10_000;

/** Load shedding: refuses requests at once instead of letting them wait for ever, and tells the operator. */
export class Overload implements Admission {
  readonly #capacity: Capacity;
  readonly #parts: OverloadParts;
  #requests = 0;
  #waits = 0;
  #bytes = 0;
  #refused = 0;
  #refusedSinceStart = 0;
  #loggedAt = Number.NEGATIVE_INFINITY;

  constructor(capacity: Capacity, parts: OverloadParts) {
    this.#capacity = capacity;
    this.#parts = parts;
  }

  /** Requests in service without those that wait, callers that wait for an end, and refusals since the start. */
  load(): { readonly requests: number; readonly waits: number; readonly refused: number } {
    return {
      requests: this.#requests - this.#waits,
      waits: this.#waits,
      refused: this.#refusedSinceStart,
    };
  }

  /** Lets a request in, unless there are too many. */
  enter(): Visit | undefined {
    if (this.#requests - this.#waits >= this.#capacity.requests) {
      this.#refuse('too many requests at a time');
      return undefined;
    }
    this.#requests += 1;
    let taken = 0;
    return {
      take: (bytes) => {
        const fits = this.#bytes + bytes <= this.#capacity.requestBytes;
        if (!fits) this.#refuse('requests hold too much memory');
        this.#bytes += fits ? bytes : 0;
        taken += fits ? bytes : 0;
        return fits;
      },
      leave: () => {
        this.#requests -= 1;
        this.#bytes -= taken;
      },
    };
  }

  takePlaceToWait(): (() => void) | undefined {
    if (this.#waits >= this.#capacity.waits) {
      this.#refuse('too many callers wait for the end of an execution');
      return undefined;
    }
    this.#waits += 1;
    return () => {
      this.#waits -= 1;
    };
  }

  /** Why no execution of any flow may be started now; undefined when one may. */
  problem(): string | undefined {
    const waiting = this.#parts.waitingMessages();
    if (waiting >= this.#capacity.messages) return `${waiting} messages of executions wait for their turn`;
    if (this.#requests - this.#waits >= this.#capacity.requests) return 'too many requests at a time';
    return this.#heapProblem();
  }

  async startProblem(flowName: string): Promise<string | undefined> {
    const problem = this.#pauseProblem() ?? this.#heapProblem() ?? (await this.#backlogProblem(flowName));
    if (problem !== undefined) this.#refuse(problem);
    return problem;
  }

  #pauseProblem(): string | undefined {
    return this.#parts.isPaused() ? 'The server is paused: it drives nothing until it is resumed' : undefined;
  }

  #heapProblem(): string | undefined {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (used <= limit * this.#capacity.heapShare) return undefined;
    return `The server is short of memory: ${Math.round(used / MIB)} of ${Math.round(limit / MIB)} MiB are in use`;
  }

  async #backlogProblem(flowName: string): Promise<string | undefined> {
    const { messages, messagesOfFlow } = this.#capacity;
    const waiting = this.#parts.waitingMessages();
    if (waiting >= messages) return `${waiting} messages of executions wait for their turn`;
    if (waiting < messagesOfFlow) return undefined;
    const flow = await this.#parts.flows.readFlow(flowName);
    const ofFlow = flow === undefined ? 0 : this.#parts.waitingMessages(flow.id);
    if (ofFlow < messagesOfFlow) return undefined;
    return `${ofFlow} messages of executions of flow ${flowName} wait for their turn`;
  }

  #refuse(reason: string): void {
    this.#refused += 1;
    this.#refusedSinceStart += 1;
    const now = performance.now();
    if (now - this.#loggedAt < LOG_EVERY_MS) return;
    this.#parts.logger.warn('callers are told to come back later', { reason, refused: this.#refused });
    this.#refused = 0;
    this.#loggedAt = now;
  }
}
