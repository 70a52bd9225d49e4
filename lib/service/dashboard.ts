import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { SHOWN_AS } from '../../lambdas/metric-names.ts';
import type { Alarms } from './alarms.ts';
import type { DispatchQueue } from './dispatch-queue.ts';
import type { HttpApi } from './http-api.ts';
import type { ServiceFunction } from './service-function.ts';

/** Props of the dashboard. */
export interface DashboardProps {
  readonly alarms: Alarms;
  readonly api: HttpApi;
  readonly dispatch: DispatchQueue;
  readonly driver: ServiceFunction;
}

/** One page that shows whether the service is well, how much it does, and where it waits. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { alarms, api, dispatch, driver }: DashboardProps) {
    super(scope, id);
    const own: ServiceFunction['measured'] = (name, statistic) =>
      driver.measured(name, statistic).with({ label: `${SHOWN_AS[name]} ${statistic}` });
    const { queue, deadLetters } = dispatch;
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3) });
    dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.all, width: 24 }));
    dashboard.addWidgets(
      graph('Executions ended', [
        own('ExecutionsSucceeded', 'Sum'),
        own('ExecutionsFailed', 'Sum'),
        own('FailuresUnhandled', 'Sum'),
      ]),
      graph('Transitions and conflicts', [own('Transitions', 'Sum'), own('Conflicts', 'Sum')]),
      graph('Table units', [own('WriteUnits', 'Sum'), own('ReadUnits', 'Sum')]),
      graph('Requests', [api.api.metricCount(), api.api.metricClientError(), api.api.metricServerError()]),
    );
    dashboard.addWidgets(
      graph('Hop latency (ms)', [own('HopLatency', 'p50'), own('HopLatency', 'p99')]),
      graph('Timer lateness (ms)', [own('TimerLateness', 'p50'), own('TimerLateness', 'p99')]),
      graph('Age of the oldest message (s)', [
        queue.metricApproximateAgeOfOldestMessage({ label: 'fdl_message_oldest_seconds' }),
      ]),
    );
    dashboard.addWidgets(
      graph('Drivers at work', [
        driver.metric('ConcurrentExecutions', { statistic: 'Maximum', label: 'fdl_messages_handling' }),
      ]),
      graph('Messages waiting', [
        queue.metricApproximateNumberOfMessagesVisible({ label: 'fdl_messages_waiting' }),
        deadLetters.metricApproximateNumberOfMessagesVisible(),
      ]),
      graph('API latency (ms)', [
        api.api.metricLatency({ statistic: 'p50' }),
        api.api.metricLatency({ statistic: 'p99' }),
      ]),
    );
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 6 });
}
