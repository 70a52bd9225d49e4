import { observeExecutions } from '../../adapters/observe-executions.ts';
import type { CallOperation } from '../../api/call-operation.ts';
import type { ExecutionStore } from '../../ports/execution-store.ts';
import type { FlowStore } from '../../ports/flow-store.ts';
import type { TaskTargets } from '../../ports/task-targets.ts';
import type { ExecutionTracer } from '../../tracing/execution-tracer.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** Flows whose executions may have lost their traces with a process. */
const MOST_FLOWS = 999;

/** The tracing of a server whose environment asks for it. */
export interface Tracing {
  /** The same store, whose ends are traced once the part is open. */
  executions(store: ExecutionStore): ExecutionStore;
  /** The same targets, which get the span that calls them. */
  targets(targets: TaskTargets): TaskTargets;
  part(uses: TracingUses): Part<ExecutionTracer>;
}

/** The parts that traces are read from. */
export interface TracingUses {
  readonly executions: ExecutionStore;
  readonly flows: FlowStore;
  readonly call: CallOperation;
  readonly log: Log;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Begins to trace, when variables of OpenTelemetry name a receiver. The SDK is loaded here, so a server without does without it. */
export async function beginTracing(env: Environment = process.env): Promise<Tracing | undefined> {
  if (!asksForTraces(env)) return undefined;
  const [{ SpanSender }, { tracedTargets }, { ExecutionTracer }] = await Promise.all([
    import('../../tracing/span-sender.ts'),
    import('../../tracing/traced-targets.ts'),
    import('../../tracing/execution-tracer.ts'),
  ]);
  const sender = new SpanSender(env);
  let tracer: ExecutionTracer | undefined;
  return {
    executions: (store) => observeExecutions(store, { ended: (id) => tracer?.ended(id) }),
    targets: (targets) => tracedTargets(targets, sender),
    part: ({ log, ...source }) => ({
      name: 'the traces',
      open: async () => {
        const { items } = await source.flows.listFlows({ limit: MOST_FLOWS });
        tracer = new ExecutionTracer({ ...source, logger: log.logger }, sender);
        await tracer.recover(items.map(({ id }) => id));
        return tracer;
      },
      close: (opened) => opened.close(),
    }),
  };
}

/** As https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables has them. */
function asksForTraces(env: Environment): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none')
    return false;
  return Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}
