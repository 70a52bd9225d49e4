import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { UsedCapacity } from '../src/adapters/aws/observe-capacity.ts';
import { METRICS_NAMESPACE } from './environment.ts';

/** What the functions measure, by unit. One record per invocation, no dimension but the service's name. */
const UNITS = {
  /** Steps entered, as the original service bills them. */
  Transitions: MetricUnit.Count,
  /** Commits that found the log grown by somebody else's. */
  Conflicts: MetricUnit.Count,
  /** Units that the tables were asked for. */
  WriteUnits: MetricUnit.Count,
  ReadUnits: MetricUnit.Count,
  /** Executions that ended, by how. */
  ExecutionsSucceeded: MetricUnit.Count,
  ExecutionsFailed: MetricUnit.Count,
  /** Messages that were not done and come back. */
  MessagesReturned: MetricUnit.Count,
  /** From the sending of a message to the start of its handling. */
  HopLatency: MetricUnit.Milliseconds,
  /** From the due time of a timer to the start of the handling of its message. */
  TimerLateness: MetricUnit.Milliseconds,
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof UNITS;

/** The metrics of this invocation, written as one embedded-metrics line when it ends. */
export const powertoolsMetrics = new Metrics({ namespace: METRICS_NAMESPACE });

/** Adds a value to this invocation's metrics. */
export function measure(name: MetricName, value: number): void {
  powertoolsMetrics.addMetric(name, UNITS[name], value);
}

/** Adds what a request to a table has cost. */
export function measureCapacity({ units, isWrite }: UsedCapacity): void {
  measure(isWrite ? 'WriteUnits' : 'ReadUnits', units);
}
