import { Metrics } from '@aws-lambda-powertools/metrics';
import type { UsedCapacity } from '../src/adapters/aws/observe-capacity.ts';
import { METRICS_NAMESPACE } from './environment.ts';
import { METRIC_UNITS, type MetricName } from './metric-names.ts';

/** The metrics of this invocation, written as one embedded-metrics line when it ends. */
export const powertoolsMetrics = new Metrics({ namespace: METRICS_NAMESPACE });

/** Adds a value to this invocation's metrics. */
export function measure(name: MetricName, value: number): void {
  powertoolsMetrics.addMetric(name, METRIC_UNITS[name], value);
}

/** Adds what a request to a table has cost. */
export function measureCapacity({ units, isWrite }: UsedCapacity): void {
  measure(isWrite ? 'WriteUnits' : 'ReadUnits', units);
}
