import { observeExecutions } from '../src/adapters/observe-executions.ts';
import { callerOf } from '../src/api/call-operation.ts';
import type { ApiServices } from '../src/api/services.ts';
import type { ExecutionStore } from '../src/ports/execution-store.ts';
import type { TaskTargets } from '../src/ports/task-targets.ts';
import { ExecutionTracer } from '../src/tracing/execution-tracer.ts';
import { SpanSender } from '../src/tracing/span-sender.ts';
import { tracedTargets } from '../src/tracing/traced-targets.ts';

/** The tracing of a driver. */
export interface DriverTraces {
  /** The same store, whose ends are traced. */
  readonly executions: ExecutionStore;
  /** The same targets, which get the span that calls them. */
  readonly targets: TaskTargets;
  /** Resolves once what has ended is sent, or lost: between its invocations a function stands still. Never rejects. */
  readonly flush: () => Promise<void>;
}

/** Traces executions to where the variables of OpenTelemetry say. Drivers load this file where a receiver is named (`build/bundle.ts`). */
export function traceDriver(
  services: ApiServices,
  env: Readonly<Record<string, string | undefined>>,
): DriverTraces {
  const { executions, flows, targets, logger } = services;
  const sender = new SpanSender(env);
  const source = { executions, flows, logger, call: callerOf(services, 'traces') };
  const tracer = new ExecutionTracer(source, sender, { gatherMs: 0 });
  return {
    executions: observeExecutions(executions, { ended: (id) => tracer.ended(id) }),
    targets: tracedTargets(targets, sender),
    flush: () => tracer.flush(),
  };
}
