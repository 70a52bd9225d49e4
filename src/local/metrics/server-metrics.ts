import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client';
import type { ExecutionEnd } from '../../ports/execution-store.ts';
import { LabelValues } from './label-values.ts';
import { CounterSeries, HistogramSeries } from './series.ts';

/** Flows, and targets of tasks, that have time series of their own. */
const MOST_FLOWS = 200;
const MOST_TARGETS = 200;

/** Seconds: from a function that is there already to one that takes as long as it may. */
const TASK_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 900];
/** Seconds: from a disk that writes into its cache to one that hangs. */
const DISK_BUCKETS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
const LATENCY_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60];

/** Values that are read when they are asked for, so that they cost nothing in between. */
export interface Readings {
  /** Messages of executions that wait for their turn, and the seconds for which the oldest has. */
  waiting(): number;
  oldestWaitSeconds(): number;
  /** Messages that are being handled. */
  handling(): number;
  /** Requests in service, and callers that wait for an end. */
  requests(): number;
  waiters(): number;
  /** Requests that were refused with `ResourceThrottled` since the start. */
  refused(): number;
  /** Processes of functions that ended by themselves since the start. */
  crashes(): number;
  /** Messages of each queue. */
  queues(): Promise<readonly QueueReading[]>;
}

/** How many messages a queue holds. */
export interface QueueReading {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** The metrics of one server, in a registry of its own. */
export class ServerMetrics {
  readonly #registry = new Registry();
  readonly #flows = new LabelValues(MOST_FLOWS);
  readonly #targets = new LabelValues(MOST_TARGETS);
  readonly #queues = new LabelValues(MOST_TARGETS);
  readonly #started = this.#counter('executions_started', 'Executions that began', ['flow']);
  readonly #ended = this.#counter('executions_ended', 'Executions that ended, by how', ['flow', 'status']);
  readonly #transitions = this.#counter('transitions', 'Steps entered', ['flow']);
  readonly #conflicts = this.#counter(
    'conflicts',
    'Commits that were refused because another came first',
    [],
  );
  readonly #returned = this.#counter('messages_returned', 'Messages that were not done and come back', []);
  readonly #unhandled = this.#counter(
    'failures_unhandled',
    'Failures whose handler was to be started and did not exist',
    [],
  );
  readonly #tasks = this.#histogram('task_seconds', 'Calls of targets by tasks', TASK_BUCKETS, [
    'target',
    'outcome',
  ]);
  readonly #hops = this.#histogram(
    'hop_latency_seconds',
    'From the sending of a message to the start of its handling',
    LATENCY_BUCKETS,
    [],
  );
  readonly #commits = this.#histogram('commit_seconds', 'Statements of one commit', DISK_BUCKETS, []);
  readonly #flushes = this.#histogram('flush_seconds', 'Flushes of commits to disk', DISK_BUCKETS, []);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Adds what is read when it is asked for. */
  read(readings: Readings): void {
    this.#gauge('messages_waiting', 'Messages of executions that wait for their turn', readings.waiting);
    this.#gauge(
      'message_oldest_seconds',
      'For how long the oldest of them has waited',
      readings.oldestWaitSeconds,
    );
    this.#gauge('messages_handling', 'Messages that are being handled', readings.handling);
    this.#gauge('requests', 'Requests in service', readings.requests);
    this.#gauge('waiters', 'Callers that wait for the end of an execution', readings.waiters);
    this.#total(
      'requests_refused',
      'Requests that were refused with ResourceThrottled (429)',
      readings.refused,
    );
    this.#total(
      'function_crashes',
      'Processes of functions that ended by themselves, and are started anew',
      readings.crashes,
    );
    this.#queueDepths(readings.queues);
  }

  #queueDepths(read: Readings['queues']): void {
    const queues = this.#queues;
    const depths = new Gauge({
      name: 'fdl_queue_messages',
      help: 'Messages of queues, by where they are',
      labelNames: ['queue', 'state'],
      registers: [this.#registry],
      collect: async () => {
        depths.reset();
        for (const { name, visible, inFlight, delayed } of await read()) {
          const queue = queues.of(name);
          depths.inc({ queue, state: 'visible' }, visible);
          depths.inc({ queue, state: 'inFlight' }, inFlight);
          depths.inc({ queue, state: 'delayed' }, delayed);
        }
      },
    });
  }

  started(flow: string): void {
    this.#started.add(this.#flows.of(flow), 1);
  }

  ended(flow: string, status: ExecutionEnd['status']): void {
    this.#ended.add(`${this.#flows.of(flow)}\n${status}`, 1);
  }

  entered(flow: string, steps: number): void {
    this.#transitions.add(this.#flows.of(flow), steps);
  }

  conflict(): void {
    this.#conflicts.add('', 1);
  }

  returned(): void {
    this.#returned.add('', 1);
  }

  unhandled(): void {
    this.#unhandled.add('', 1);
  }

  called(target: string, outcome: 'succeeded' | 'failed', milliseconds: number): void {
    this.#tasks.observe(`${this.#targets.of(target)}\n${outcome}`, milliseconds / 1000);
  }

  hop(milliseconds: number): void {
    this.#hops.observe('', Math.max(0, milliseconds) / 1000);
  }

  committed(milliseconds: number): void {
    this.#commits.observe('', milliseconds / 1000);
  }

  flushed(milliseconds: number): void {
    this.#flushes.observe('', milliseconds / 1000);
  }

  /** All of them as Prometheus reads them, and the type of that text. */
  async text(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #counter(name: string, help: string, labelNames: readonly string[]): CounterSeries {
    return this.#register(new CounterSeries({ name: `fdl_${name}_total`, help, labelNames }));
  }

  #histogram(
    name: string,
    help: string,
    bounds: readonly number[],
    labelNames: readonly string[],
  ): HistogramSeries {
    return this.#register(new HistogramSeries({ name: `fdl_${name}`, help, labelNames }, bounds));
  }

  /** The registry asks a metric for its name and its series, and nothing else. */
  #register<T extends CounterSeries | HistogramSeries>(series: T): T {
    this.#registry.registerMetric(series as unknown as Metric);
    return series;
  }

  /** A count that is kept elsewhere. */
  #total(name: string, help: string, value: () => number): void {
    const counter: Counter = new Counter({
      name: `fdl_${name}_total`,
      help,
      registers: [this.#registry],
      collect: () => {
        counter.reset();
        counter.inc(value());
      },
    });
  }

  #gauge(name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({
      name: `fdl_${name}`,
      help,
      registers: [this.#registry],
      collect: () => {
        gauge.set(value());
      },
    });
  }
}
