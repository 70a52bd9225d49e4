import type { ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';
import type { Attempt, ExecutionModel, StepRun } from '../trace/model.ts';
import {
  attemptSpanId,
  executionSpanId,
  readTraceparent,
  type SpanPlace,
  stepSpanId,
  traceIdOf,
} from './trace-context.ts';

/** OpenTelemetry's name for an error without one. */
const OTHER = '_OTHER';

/** Why a span is linked to another one. */
type LinkKind = 'parent' | 'child' | 'redrive' | 'fork';

/** A span before it is handed to the SDK. Instants are milliseconds since 1970. */
export interface SpanFacts {
  readonly spanId: string;
  /** The span of the same trace around it; undefined for the first of a trace that begins here. */
  readonly parentId: string | undefined;
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'client' | 'producer';
  readonly from: number;
  readonly to: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly links: readonly (SpanPlace & { readonly kind: LinkKind })[];
  /** Name of the error that it ended with; causes may hold data and stay out of traces. */
  readonly error?: string;
}

/** The other executions that an execution is linked to. */
export interface Relatives {
  /** The attempt that started it. */
  readonly startedBy?: { readonly header: TracedHeader; readonly entry: number; readonly attempt: number };
  /** The execution that it was forked from. */
  readonly origin?: TracedHeader;
  /** The executions that its tasks started, by the id of the step's run. */
  readonly children: ReadonlyMap<number, TracedHeader>;
}

/** The facts of a header that its trace follows from. */
export type TracedHeader = Pick<ExecutionHeader, 'id' | 'traceparent'>;

/**
 * The spans of an execution from its start, or from its last redrive, to its end: one of its own, one for each run of a step inside it, and one for
 * each attempt of a task.
 */
export function executionSpans(
  header: ExecutionHeader,
  model: ExecutionModel,
  relatives: Relatives,
): readonly SpanFacts[] {
  const { id, redriven, end } = header;
  const redrive = redriven?.count ?? 0;
  const begunAt = redriven?.at ?? header.startedAt;
  const endedAt = end?.stoppedAt ?? model.endedAt ?? begunAt;
  const during = { id, redrive, begunAt, endedAt };
  return [
    executionSpan(header, during, relatives),
    ...model.runs.values().flatMap((run) => stepSpans(run, model, during, relatives.children.get(run.id))),
  ];
}

/** A stretch of the life of an execution. */
interface Stretch {
  readonly id: ExecutionId;
  readonly redrive: number;
  readonly begunAt: number;
  readonly endedAt: number;
}

function executionSpan(
  header: ExecutionHeader,
  { id, redrive, begunAt, endedAt }: Stretch,
  { startedBy, origin }: Relatives,
): SpanFacts {
  const { end } = header;
  const caller = header.traceparent === undefined ? undefined : readTraceparent(header.traceparent);
  const traceId = traceIdOf(header);
  const links: SpanFacts['links'] = [
    ...(redrive === 0
      ? []
      : [{ traceId, spanId: executionSpanId(id, redrive - 1), kind: 'redrive' as const }]),
    ...(startedBy === undefined
      ? []
      : [
          {
            traceId: traceIdOf(startedBy.header),
            spanId: attemptSpanId(startedBy.header.id, startedBy.entry, startedBy.attempt),
            kind: 'parent' as const,
          },
        ]),
    ...(origin === undefined
      ? []
      : [{ traceId: traceIdOf(origin), spanId: executionSpanId(origin.id, 0), kind: 'fork' as const }]),
  ];
  return {
    spanId: executionSpanId(id, redrive),
    parentId: caller?.spanId,
    name: header.flowName,
    kind: 'server',
    from: begunAt,
    to: endedAt,
    attributes: {
      'workflow.name': header.flowName,
      'workflow.id': id.flowId,
      'workflow.execution.id': header.part?.fullName ?? id.name,
      'workflow.execution.status': end?.status ?? 'Running',
      'workflow.execution.redrives': redrive,
      'workflow.version': header.published?.number ?? 'LATEST',
      ...(end?.step !== undefined && { 'workflow.execution.failed_step': end.step }),
    },
    links,
    ...(end?.failure !== undefined && { error: end.failure.error }),
  };
}

function stepSpans(
  run: StepRun,
  model: ExecutionModel,
  { id, redrive, begunAt, endedAt }: Stretch,
  child: TracedHeader | undefined,
): readonly SpanFacts[] {
  const to = Math.min(run.endedAt ?? endedAt, endedAt);
  // Steps that were left before the redrive are in the trace already.
  if (
    to < begunAt ||
    (run.endedAt !== undefined && run.exitedBy !== undefined && run.exitedBy < model.begunBy)
  )
    return [];
  const around = model.frames.get(run.frame)?.run;
  const spanId = stepSpanId(id, run.id, redrive);
  const error = run.status === 'failed' || run.status === 'caught' ? { error: run.error || OTHER } : {};
  const step = {
    'workflow.step.name': run.name,
    'workflow.step.type': run.kind,
    'workflow.step.event_id': run.id,
  };
  const span: SpanFacts = {
    spanId,
    parentId: around === undefined ? executionSpanId(id, redrive) : stepSpanId(id, around, redrive),
    name: run.name,
    kind: 'internal',
    from: Math.max(run.enteredAt, begunAt),
    to,
    attributes: { ...step, 'workflow.step.status': run.status },
    links: [],
    ...error,
  };
  const attempts = run.attempts.flatMap((attempt, number) =>
    (attempt.endedBy ?? Number.POSITIVE_INFINITY) < model.begunBy
      ? []
      : [attemptSpan(run, attempt, { number, id, parentId: spanId, begunAt, to, child, step })],
  );
  return [span, ...attempts];
}

function attemptSpan(
  run: StepRun,
  attempt: Attempt,
  {
    number,
    id,
    parentId,
    begunAt,
    to,
    child,
    step,
  }: {
    readonly number: number;
    readonly id: ExecutionId;
    readonly parentId: string;
    readonly begunAt: number;
    readonly to: number;
    readonly child: TracedHeader | undefined;
    readonly step: SpanFacts['attributes'];
  },
): SpanFacts {
  const { resourceArn = '', pattern = '' } = run;
  const { error } = attempt;
  const isMessage = /:(?:mns|sqs|sns):/.test(resourceArn);
  return {
    spanId: attemptSpanId(id, run.id, number),
    parentId,
    name: `${isMessage ? 'send' : 'call'} ${run.name}`,
    kind: isMessage ? 'producer' : 'client',
    from: Math.max(attempt.scheduledAt, begunAt),
    to: Math.max(attempt.scheduledAt, Math.min(attempt.endedAt ?? to, to)),
    attributes: {
      ...step,
      'workflow.task.target': resourceArn,
      'workflow.task.pattern': pattern,
      'workflow.task.attempt': number + 1,
    },
    links:
      child === undefined || number !== run.attempts.length - 1
        ? []
        : [{ traceId: traceIdOf(child), spanId: executionSpanId(child.id, 0), kind: 'child' }],
    ...(error !== undefined && { error: error === '' ? OTHER : error }),
  };
}
