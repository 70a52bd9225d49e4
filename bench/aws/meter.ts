import type { Exchange } from './counting-proxy.ts';
import { NOTHING, sum, type Usage } from './usage.ts';

const WRITES = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;
/** A message of more is billed as several requests. */
const CHUNK_BYTES = 64 * 1024;

interface Capacity {
  readonly CapacityUnits: number;
  readonly Table?: { readonly CapacityUnits: number };
}

/** Adds up what passes by on its way to the services. */
export class Meter {
  #usage: Usage = NOTHING;

  /** The usage since the last time. */
  take(): Usage {
    const usage = this.#usage;
    this.#usage = NOTHING;
    return usage;
  }

  /** A table tells what a request has used. Of a write whose condition did not hold it tells nothing: one unit. */
  readonly onTable = ({ operation, status, response }: Exchange): void => {
    const isWrite = WRITES.test(operation);
    const answer: { readonly ConsumedCapacity?: Capacity | readonly Capacity[]; readonly __type?: string } =
      JSON.parse(response);
    const refused = status === 400 && /ConditionalCheckFailed/.test(answer.__type ?? '');
    const consumed = answer.ConsumedCapacity ?? (refused ? [{ CapacityUnits: 1 }] : []);
    const capacities = Array.isArray(consumed) ? (consumed as readonly Capacity[]) : [consumed as Capacity];
    for (const { CapacityUnits: units, Table } of capacities) {
      const tableUnits = Table?.CapacityUnits ?? units;
      this.#add(
        isWrite ? { tableWrites: tableUnits, indexWrites: units - tableUnits } : { readUnits: units },
      );
    }
    this.#add({ awaitedCalls: 1 });
  };

  /** A receive that brings nothing belongs to no execution: those are part of what an idle queue costs. */
  readonly onQueue = ({ operation, request, response }: Exchange): void => {
    if (operation === 'ReceiveMessage' && !response.includes('"Messages"')) return;
    const isReply = operation === 'SendMessage' && request.includes('/replies"');
    const isTask = operation === 'SendMessage' && !isReply && !request.includes('/dispatch"');
    if (isTask) this.#add({ taskMessages: 1 });
    const chunks = Math.max(1, Math.ceil(Math.max(request.length, response.length) / CHUNK_BYTES));
    this.#add({ queueRequests: { [operation]: chunks } });
    const isByFunction =
      (operation === 'SendMessage' && !isReply) || operation === 'ChangeMessageVisibilityBatch';
    if (isByFunction) this.#add({ awaitedCalls: 1 });
  };

  readonly onScheduler = (): void => this.#add({ awaitedCalls: 1 });

  readonly onEvents = ({ request }: Exchange): void => {
    const { Entries }: { readonly Entries: readonly unknown[] } = JSON.parse(request);
    this.#add({ statusEvents: Entries.length, awaitedCalls: 1 });
  };

  readonly onObjects = ({ method, isList }: Exchange): void => {
    const isRead = !isList && (method === 'GET' || method === 'HEAD');
    this.#add({ ...(isRead ? { objectReads: 1 } : { objectWrites: 1 }), awaitedCalls: 1 });
  };

  readonly onTaskCall = (): void => this.#add({ awaitedCalls: 1 });

  readonly onScheduleFired = (): void => this.#add({ schedulesFired: 1 });

  #add(part: Partial<Usage>): void {
    this.#usage = sum(this.#usage, { ...NOTHING, ...part });
  }
}
