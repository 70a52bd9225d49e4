import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErrorResponse, OperationName, RequestOf, ResponseOf } from '../../src/api/contract.ts';
import { type Api, createApi } from '../../src/api/handle-request.ts';
import type { ApiServices } from '../../src/api/services.ts';
import { runHome, servicesOf } from '../../src/engine/run-home.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import type { LogFields } from '../../src/ports/logger.ts';
import type { MemoryDispatchQueue } from '../../src/testing/memory/dispatch-queue.ts';
import { MemoryExecutionLogs } from '../../src/testing/memory/execution-logs.ts';
import type { VirtualClock } from '../../src/testing/memory/virtual-clock.ts';
import { MemoryHome } from '../../src/testing/memory-home.ts';
import { VirtualTargets } from '../../src/testing/virtual-targets.ts';
import { MemoryOperator } from './kept-messages.ts';

/** A line that was logged. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** The API and the engine on memory adapters; executions go on only when `settle` is called. */
export interface ApiHome {
  readonly services: ApiServices;
  readonly api: Api;
  readonly clock: VirtualClock;
  readonly queue: MemoryDispatchQueue;
  readonly targets: VirtualTargets;
  readonly logged: readonly LogLine[];
  /** Calls through the JSON binding and expects success. */
  call<N extends OperationName>(operation: N, request: RequestOf<N>): Promise<ResponseOf<N>>;
  /** Calls through the JSON binding with whatever parameters, and expects a failure. */
  fail(operation: OperationName, request: object): Promise<ErrorResponse & { readonly status: number }>;
  /** Handles messages until none is due. */
  settle(): Promise<void>;
}

/** The first instant of every home. */
export const HOME_START = Date.parse('2024-01-02T03:04:05.678Z');

/** Opens an empty home, with some services replaced. */
export function openApiHome(replaced: Partial<ApiServices> = {}, start = HOME_START): ApiHome {
  const logged: LogLine[] = [];
  const log =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}) => {
      logged.push({ level, message, fields });
    };
  const home = new MemoryHome({
    start,
    seed: 'api',
    targets: (clock) => new VirtualTargets(clock, async () => undefined),
    logger: { info: log('info'), warn: log('warn'), error: log('error') },
    nextFireTime: (_schedule, after) => after + 60_000,
  });
  const { clock, queue, targets } = home;
  const services: ApiServices = {
    ...servicesOf(home, DEFAULT_LIMITS),
    maxWaitSeconds: 60,
    operator: new MemoryOperator([
      { id: 'm', sentAt: start, kind: 'start', flowName: 'f', executionName: 'e' },
    ]),
    logs: new MemoryExecutionLogs(home.executions),
    ...replaced,
  };
  const running = runHome(home, services);
  const api = createApi(services);
  const settle = async () => {
    await running;
    for (let handling = home.deliver(); handling !== undefined; handling = home.deliver()) {
      await untilDone(clock, handling);
    }
  };
  return { services, api, clock, queue, targets, logged, settle, ...callsOf(api) };
}

function callsOf(api: Api): Pick<ApiHome, 'call' | 'fail'> {
  async function send(operation: OperationName, request: object) {
    const { status, body } = await api({
      method: 'POST',
      path: `/${operation}`,
      query: '',
      headers: { 'content-type': 'application/json', host: 'api.test' },
      body: JSON.stringify(request),
    });
    return { status, body: JSON.parse(body) };
  }
  return {
    async call(operation, request) {
      const { status, body } = await send(operation, request);
      if (status !== 200) throw new Error(`${operation} answered ${status}: ${JSON.stringify(body)}`);
      return body;
    },
    async fail(operation, request) {
      const { status, body } = await send(operation, request);
      if (status === 200) throw new Error(`${operation} succeeded: ${JSON.stringify(body)}`);
      return { status, ...body };
    },
  };
}

/** Moves time on while a handler sleeps. */
async function untilDone<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  for (let turn = 0; !isDone; turn += 1) {
    await nextTurn();
    if (turn % 5 === 4) await clock.advanceBy(10);
  }
  return await done;
}
