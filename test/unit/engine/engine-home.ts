import { setImmediate as nextTurn } from 'node:timers/promises';
import { type HistoryEvent, readHistory } from '../../../src/engine/history/history.ts';
import { handleMessage } from '../../../src/engine/messages/handle-message.ts';
import { servicesOf } from '../../../src/engine/run-home.ts';
import type { EngineServices } from '../../../src/engine/services.ts';
import { startExecution } from '../../../src/engine/start-execution.ts';
import { DEFAULT_LIMITS } from '../../../src/limits.ts';
import type { DispatchMessage, Handled, HandlerContext } from '../../../src/ports/dispatch-queue.ts';
import type { ExecutionHeader } from '../../../src/ports/execution-store.ts';
import type { FlowRecord } from '../../../src/ports/flow-store.ts';
import type {
  CallOutcome,
  FunctionCall,
  QueueCall,
  TargetCall,
  TaskTargets,
  TopicCall,
} from '../../../src/ports/task-targets.ts';
import type { MemoryDispatchQueue } from '../../../src/testing/memory/dispatch-queue.ts';
import type { MemoryExecutionStore } from '../../../src/testing/memory/execution-store.ts';
import type { MemoryFlowStore } from '../../../src/testing/memory/flow-store.ts';
import type { MemoryObjects } from '../../../src/testing/memory/objects.ts';
import type { VirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { MemoryHome } from '../../../src/testing/memory-home.ts';

export const START = Date.UTC(2026, 0, 5, 12);

/** The answers of functions; the default is an empty object. A promise that never settles is a function that hangs. */
export type Answer = (call: FunctionCall) => CallOutcome | Promise<CallOutcome>;

const SENT: CallOutcome = { kind: 'succeeded', output: '{"MessageId":"m"}' };

/** Task targets that keep what they were asked. */
export class KeptTargets implements TaskTargets {
  readonly requests: TargetCall[] = [];
  answer: Answer = () => returned({});

  get calls(): readonly FunctionCall[] {
    return this.requests.filter((request) => request.kind === 'function');
  }

  get queued(): readonly QueueCall[] {
    return this.requests.filter((request) => request.kind === 'queue');
  }

  get published(): readonly TopicCall[] {
    return this.requests.filter((request) => request.kind === 'topic');
  }

  async call(request: TargetCall): Promise<CallOutcome> {
    this.requests.push(request);
    return request.kind === 'function' ? this.answer(request) : SENT;
  }
}

/** A function's answer, as JSON text. */
export function returned(value: unknown): CallOutcome {
  return { kind: 'succeeded', output: JSON.stringify(value) };
}

/** The engine on memory adapters, one message at a time. */
export class EngineHome {
  readonly clock: VirtualClock;
  readonly queue: MemoryDispatchQueue;
  readonly targets = new KeptTargets();
  readonly flows: MemoryFlowStore;
  readonly executions: MemoryExecutionStore;
  readonly objects: MemoryObjects;
  readonly warnings: string[] = [];
  readonly services: EngineServices;

  constructor(replaced: Partial<EngineServices> = {}) {
    const home = new MemoryHome({
      start: START,
      seed: 'engine',
      targets: () => this.targets,
      logger: { info: () => {}, warn: (message) => this.warnings.push(message), error: () => {} },
    });
    this.clock = home.clock;
    this.queue = home.queue;
    this.flows = home.flows;
    this.executions = home.executions;
    this.objects = home.objects;
    this.services = { ...servicesOf(home, DEFAULT_LIMITS), ...replaced };
  }

  /** The same outside as another process sees it: nothing in memory is shared. */
  otherProcess(replaced: Partial<EngineServices> = {}): EngineServices {
    return { ...this.services, executions: facadeOf(this.executions), ...replaced };
  }

  async createFlow(name: string, definition: string): Promise<FlowRecord> {
    const flow: FlowRecord = {
      ...{ id: this.services.ids.uuid(), name, version: 1, definition, description: '', type: 'FDL' },
      ...{ roleArn: '', externalStorageLocation: '', createdAt: START, modifiedAt: START },
    };
    if (!(await this.flows.createFlow(flow))) throw new Error(`there is a flow ${name}`);
    return flow;
  }

  /** Starts an execution of a new flow `main`. */
  async start(definition: string, input?: string): Promise<ExecutionHeader> {
    await this.createFlow('main', definition);
    const request = { flowName: 'main', executionName: 'run', ...(input !== undefined && { input }) };
    const outcome = await startExecution(this.services, request);
    if (outcome.kind !== 'started') throw new Error(outcome.kind);
    return outcome.header;
  }

  /** Takes the oldest message that can be had. */
  take(): ReturnType<MemoryDispatchQueue['take']> & {} {
    const delivery = this.queue.take();
    if (delivery === undefined) throw new Error('no message is there');
    return delivery;
  }

  /** Hands a message over and moves time on while its handler sleeps. */
  async handle(
    message: DispatchMessage,
    services: EngineServices = this.services,
    context?: HandlerContext,
  ): Promise<Handled> {
    let isDone = false;
    const handled = handleMessage(message, services, context).finally(() => {
      isDone = true;
    });
    handled.catch(() => {});
    for (let turn = 1; !isDone; turn++) {
      await nextTurn();
      if (turn % 5 === 0) await this.clock.advanceBy(10);
    }
    return handled;
  }

  /** Handles every message that is there. */
  async settle(): Promise<void> {
    for (let delivery = this.queue.take(); delivery !== undefined; delivery = this.queue.take()) {
      delivery.answer(await this.handle(delivery.message));
    }
  }

  /** Lets everything happen that happens by itself. */
  async toEnd(): Promise<void> {
    await this.settle();
    for (let due = this.clock.nextDue(); due !== undefined; due = this.clock.nextDue()) {
      await this.clock.advanceTo(due);
      await this.settle();
    }
  }

  async history({ id }: Pick<ExecutionHeader, 'id'>): Promise<readonly HistoryEvent[]> {
    const header = await this.executions.readHeader(id);
    if (header === undefined) throw new Error('there is no such execution');
    return readHistory(this.services, header, 1, 100_000);
  }

  /** The tokens of all attempts so far, oldest first. */
  async tokens({ id }: Pick<ExecutionHeader, 'id'>): Promise<string[]> {
    const { firstEvents = [] } = (await this.executions.readHeader(id)) ?? {};
    const records = await this.executions.readRecords(id, 1, Number.MAX_SAFE_INTEGER);
    const events = [{ events: firstEvents }, ...records].flatMap(({ events }) => events);
    return events.flatMap((event) => (event.type === 'TaskScheduled' ? (event.token ?? []) : []));
  }

  async types({ id }: Pick<ExecutionHeader, 'id'>): Promise<string[]> {
    return (await this.history({ id })).map(({ type }) => type);
  }
}

/** Another object over the same executions, with some methods replaced. */
export function facadeOf(
  store: MemoryExecutionStore,
  replaced: Partial<EngineServices['executions']> = {},
): EngineServices['executions'] {
  return {
    create: (header, forked) => store.create(header, forked),
    noteFork: (id, name) => store.noteFork(id, name),
    readHeader: (id) => store.readHeader(id),
    load: (id) => store.load(id),
    append: (id, record) => store.append(id, record),
    readRecords: (id, from, to) => store.readRecords(id, from, to),
    reopen: (id, record, redriven) => store.reopen(id, record, redriven),
    close: (id, end) => store.close(id, end),
    awaitEnd: (id, until) => store.awaitEnd(id, until),
    list: (query) => store.list(query),
    listUnfinished: (flowId) => store.listUnfinished(flowId),
    ...replaced,
  };
}
