/** The measures of the functions, with their units. One record per invocation, no dimension but the service's name. */
export const METRIC_UNITS = {
  /** Steps entered, as the original service bills them. */
  Transitions: 'Count',
  /** Commits that were refused because another driver had committed first. */
  Conflicts: 'Count',
  /** Units that the tables were asked for. */
  WriteUnits: 'Count',
  ReadUnits: 'Count',
  /** Executions that ended, by how. */
  ExecutionsSucceeded: 'Count',
  ExecutionsFailed: 'Count',
  /** Failures whose handler flow was to be started and did not exist. */
  FailuresUnhandled: 'Count',
  /** Messages that were not done and come back. */
  MessagesReturned: 'Count',
  /** Requests that took more than five seconds beyond what they asked to wait. */
  SlowRequests: 'Count',
  /** From the sending of a message to the start of its handling. */
  HopLatency: 'Milliseconds',
  /** From the due time of a timer to the start of the handling of its message. */
  TimerLateness: 'Milliseconds',
} as const;

/** The names under which the dashboard shows them: those of the embedded home's metrics, where it has the same measure. */
export const SHOWN_AS: Readonly<Record<MetricName, string>> = {
  Transitions: 'fdl_transitions_total',
  Conflicts: 'fdl_conflicts_total',
  WriteUnits: 'write units',
  ReadUnits: 'read units',
  ExecutionsSucceeded: 'fdl_executions_ended_total Succeeded',
  ExecutionsFailed: 'fdl_executions_ended_total Failed',
  FailuresUnhandled: 'fdl_failures_unhandled_total',
  MessagesReturned: 'fdl_messages_returned_total',
  SlowRequests: 'slow requests',
  HopLatency: 'fdl_hop_latency',
  TimerLateness: 'timer lateness',
};

/** The name of a metric. */
export type MetricName = keyof typeof METRIC_UNITS;
