import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, type Tracer, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { SpanFacts } from './execution-spans.ts';

/** Spans of one request to the receiver. */
const BATCH = 512;

const KINDS: Readonly<Record<SpanFacts['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
};

/** The spans of a trace that belong together; the first is around the others. */
export interface TracedSpans {
  readonly traceId: string;
  /** Whether the caller records the trace; undefined where the trace begins here. */
  readonly isCallerSampled: boolean | undefined;
  readonly spans: readonly SpanFacts[];
}

/** Makes spans with ids and times of their own by the SDK, and sends them by OTLP to where the environment says. */
export class SpanSender {
  readonly #exporter = new OTLPTraceExporter();
  readonly #sampler: Sampler;
  readonly #tracer: Tracer;
  readonly #next = { traceId: '', spanId: '' };
  #made: ReadableSpan[] = [];

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#sampler = samplerOf(env);
    const resource = defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'fdl-on-aws' }))
      .merge(detectResources({ detectors: [envDetector] }));
    const provider = new TracerProvider({
      resource,
      // Whether a trace is recorded is decided once for all its spans.
      sampler: new AlwaysOnSampler(),
      idGenerator: { generateTraceId: () => this.#next.traceId, generateSpanId: () => this.#next.spanId },
      spanProcessors: [
        {
          onStart: () => {},
          onEnd: (span) => this.#made.push(span),
          forceFlush: async () => {},
          shutdown: async () => {},
        },
      ],
    });
    this.#tracer = provider.getTracer('fdl-on-aws');
  }

  /** Whether a trace is recorded, the same for all who ask. */
  isSampled(traceId: string, isCallerSampled: boolean | undefined): boolean {
    const spanId = '0000000000000001';
    const traceFlags = isCallerSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
    const around =
      isCallerSampled === undefined
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
    const { decision } = this.#sampler.shouldSample(around, traceId, '', SpanKind.SERVER, {}, []);
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  }

  /** Sends the spans of some traces; those that are not recorded are left out. @throws when the receiver does not take them */
  async send(traces: readonly TracedSpans[]): Promise<void> {
    for (const one of traces) if (this.isSampled(one.traceId, one.isCallerSampled)) this.#make(one);
    const made = this.#made;
    this.#made = [];
    for (let at = 0; at < made.length; at += BATCH) await this.#export(made.slice(at, at + BATCH));
  }

  async close(): Promise<void> {
    await this.#exporter.shutdown();
  }

  #make({ traceId, spans }: TracedSpans): void {
    for (const { spanId, parentId, name, kind, from, to, attributes, links, error } of spans) {
      Object.assign(this.#next, { traceId, spanId });
      const around =
        parentId === undefined
          ? ROOT_CONTEXT
          : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentId, traceFlags: TraceFlags.SAMPLED });
      const options = {
        kind: KINDS[kind],
        startTime: from,
        attributes,
        links: links.map(({ kind: reason, ...place }) => ({
          context: { ...place, traceFlags: TraceFlags.SAMPLED },
          attributes: { 'workflow.link': reason },
        })),
      };
      const span = this.#tracer.startSpan(name, options, around);
      if (error !== undefined)
        span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(to);
    }
  }

  #export(spans: ReadableSpan[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#exporter.export(spans, ({ code, error }) => {
        if (code === 0) resolve();
        else reject(error ?? new Error('the receiver of spans took none'));
      });
    });
  }
}

/** The sampler that `OTEL_TRACES_SAMPLER` names; all traces, or as the caller does, by default. */
function samplerOf(env: Readonly<Record<string, string | undefined>>): Sampler {
  const name = env['OTEL_TRACES_SAMPLER'] || 'parentbased_always_on';
  const given = Number(env['OTEL_TRACES_SAMPLER_ARG'] ?? 1);
  const ratio = given >= 0 && given <= 1 ? given : 1;
  const own = samplerNamed(name.replace(/^parentbased_/, ''), ratio);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root: own }) : own;
}

function samplerNamed(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  return name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
}
