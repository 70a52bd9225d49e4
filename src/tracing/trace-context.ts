import { createHash } from 'node:crypto';
import type { ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';

/** The place of a span among all traces; ids are in lower-case hexadecimal digits. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
}

/** A span of a caller, and whether the caller records its trace. */
export interface TraceParent extends SpanPlace {
  readonly isSampled: boolean;
}

const TRACEPARENT =
  /^(?!ff)[\da-f]{2}-(?!0{32})(?<traceId>[\da-f]{32})-(?!0{16})(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?:$|-)/;

/** Reads a header as https://www.w3.org/TR/trace-context has it; undefined for every other text, as that demands. */
export function readTraceparent(text: string): TraceParent | undefined {
  const { traceId, spanId, flags = '' } = TRACEPARENT.exec(text)?.groups ?? {};
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The header for a span. */
export function writeTraceparent({ traceId, spanId, isSampled }: TraceParent): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** The trace of an execution: its caller's, or one that follows from the execution. */
export function traceIdOf({ id, traceparent }: Pick<ExecutionHeader, 'id' | 'traceparent'>): string {
  return (traceparent && readTraceparent(traceparent)?.traceId) ?? hash('trace', nameOf(id)).slice(0, 32);
}

/** The span of an execution from its start, or from its redrive of that number, to its end. */
export function executionSpanId(id: ExecutionId, redrive: number): string {
  return hash('execution', nameOf(id), redrive).slice(0, 16);
}

/** The span of a run of a step, as far as it lies between a redrive and the next one. */
export function stepSpanId(id: ExecutionId, entry: number, redrive: number): string {
  return hash('step', nameOf(id), entry, redrive).slice(0, 16);
}

/** The span of one attempt of a task, which its target gets to know. */
export function attemptSpanId(id: ExecutionId, entry: number, attempt: number): string {
  return hash('attempt', nameOf(id), entry, attempt).slice(0, 16);
}

function nameOf({ flowId, name }: ExecutionId): string {
  return `${flowId}/${name}`;
}

function hash(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
