import type { CallOperation } from '../api/call-operation.ts';
import type { ResponseOf } from '../api/contract.ts';
import { readTaskId } from '../engine/task-id.ts';
import {
  type ExecutionHeader,
  type ExecutionId,
  type ExecutionStore,
  fullNameOf,
} from '../ports/execution-store.ts';
import type { FlowStore } from '../ports/flow-store.ts';
import type { Logger } from '../ports/logger.ts';
import { appendEvents, NO_EVENTS } from '../trace/append.ts';
import type { ExecutionModel } from '../trace/model.ts';
import { executionSpans, type Relatives, type TracedHeader } from './execution-spans.ts';
import type { SpanSender, TracedSpans } from './span-sender.ts';
import { readTraceparent, traceIdOf } from './trace-context.ts';

/** Ends that may wait for their turn; the traces of more are lost. */
const MOST_WAITING = 10_000;
/** Executions that end in the same moment go together. */
const GATHER_MS = 100;
/** Executions whose spans go together. */
const AT_ONCE = 50;
/** Events of which spans are made; a longer execution has the spans of its first ones. */
export const MAX_TRACED_EVENTS = 50_000;
/** A process that was killed may have lost the spans of so much time before. */
const LOST_MS = 10_000;
const PAGE = 999;
const NEWEST = 99;

/** The reads that traces are made of. */
export interface TraceSource {
  readonly executions: Pick<ExecutionStore, 'readHeader' | 'list'>;
  readonly flows: Pick<FlowStore, 'readFlow' | 'listFlows'>;
  readonly call: CallOperation;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Sends the trace of each execution that has ended: spans are read off its history then, so running ones cost nothing. */
export class ExecutionTracer {
  readonly #source: TraceSource;
  readonly #sender: SpanSender;
  readonly #gatherMs: number;
  #waiting: ExecutionId[] = [];
  #working: Promise<void> | undefined;
  #isFailing = false;
  #isClosed = false;

  /** Executions that end within `gatherMs` go together. */
  constructor(source: TraceSource, sender: SpanSender, { gatherMs = GATHER_MS } = {}) {
    this.#source = source;
    this.#sender = sender;
    this.#gatherMs = gatherMs;
  }

  /** Takes an execution that has just ended. */
  ended(id: ExecutionId): void {
    if (this.#isClosed) return;
    if (this.#waiting.length >= MOST_WAITING) this.#tellLoss('they come faster than they can be sent');
    else this.#waiting.push(id);
    this.#working ??= this.#work();
  }

  /**
   * Sends once more the traces of executions, among the newest of all, that ended shortly before the last end that is kept: a process that was killed
   * may not have sent them. Their ids are the same.
   */
  async recover(flowIds: readonly string[]): Promise<void> {
    const { executions } = await this.#source.executions.list({ flowId: flowIds, limit: NEWEST });
    const ends = executions.flatMap(({ id, end }) => (end === undefined ? [] : [{ id, at: end.stoppedAt }]));
    const last = Math.max(...ends.map(({ at }) => at));
    for (const { id, at } of ends) if (at >= last - LOST_MS) this.ended(id);
  }

  /** Resolves once nothing waits any more: what has ended is sent, or its traces are lost. */
  async flush(): Promise<void> {
    await this.#working;
  }

  /** Sends what waits. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    await this.#sender.close();
  }

  async #work(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#gatherMs));
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, AT_ONCE);
      try {
        const traces = await Promise.all(some.map((id) => this.#traceOf(id)));
        await this.#sender.send(traces.filter((one) => one !== undefined));
        this.#isFailing = false;
      } catch (error) {
        this.#tellLoss(String(error));
      }
    }
    this.#working = undefined;
  }

  /** Undefined for an execution that cannot be read any more. */
  async #traceOf(id: ExecutionId): Promise<TracedSpans | undefined> {
    const header = await this.#source.executions.readHeader(id);
    if (header?.end === undefined) return undefined;
    const traceId = traceIdOf(header);
    const caller = header.traceparent === undefined ? undefined : readTraceparent(header.traceparent);
    if (!this.#sender.isSampled(traceId, caller?.isSampled)) return undefined;
    const model = await this.#readModel(header).catch(() => undefined);
    if (model === undefined) return undefined;
    const spans = executionSpans(header, model, await this.#relatives(header, model));
    return { traceId, isCallerSampled: caller?.isSampled, spans };
  }

  async #readModel(header: ExecutionHeader): Promise<ExecutionModel> {
    const key = { FlowName: header.flowName, ExecutionName: fullNameOf(header) };
    let model = NO_EVENTS;
    for (
      let token: string | undefined = '1';
      token !== undefined && model.lastEventId < MAX_TRACED_EVENTS;
    ) {
      const page: ResponseOf<'GetExecutionHistory'> = await this.#source.call('GetExecutionHistory', {
        ...key,
        Limit: PAGE,
        NextToken: token,
      });
      model = appendEvents(model, page.Events);
      token = page.NextToken;
    }
    return model;
  }

  async #relatives(header: ExecutionHeader, model: ExecutionModel): Promise<Relatives> {
    const { executions } = this.#source;
    const task = header.startedBy === undefined ? undefined : readTaskId(header.startedBy);
    const parent = task && (await executions.readHeader(task.execution));
    const name = header.origins?.at(-1)?.name;
    const origin = name === undefined ? undefined : await executions.readHeader({ ...header.id, name });
    return {
      ...(task !== undefined && parent !== undefined && { startedBy: { header: parent, ...task } }),
      ...(origin !== undefined && { origin }),
      children: await this.#children(model),
    };
  }

  async #children(model: ExecutionModel): Promise<ReadonlyMap<number, TracedHeader>> {
    const children = new Map<number, TracedHeader>();
    // A thousand iterations may start a thousand executions of one flow.
    const flowIds = new Map<string, string | undefined>();
    for (const { id, child } of model.runs.values()) {
      if (child === undefined) continue;
      const { flowName, executionName: name } = child;
      if (!flowIds.has(flowName)) flowIds.set(flowName, (await this.#source.flows.readFlow(flowName))?.id);
      const flowId = flowIds.get(flowName);
      if (flowId !== undefined) children.set(id, { id: { flowId, name } });
    }
    return children;
  }

  #tellLoss(error: string): void {
    if (!this.#isFailing) this.#source.logger.warn('Traces are lost', { error });
    this.#isFailing = true;
  }
}
