import { figureOf } from '../figure.ts';
import { type Home, startHome } from '../home/home.ts';
import { WorkQueue } from '../home/queue.ts';
import { quantile } from '../statistics.ts';
import { repeat, timed, type Workload } from '../workload.ts';

const REPORTS = 200;

/** W4: how long a waiting execution takes to go on, and here to end, after a worker's report. */
export const callback: Workload = {
  name: 'W4',
  title: 'queue task → worker → ReportTaskSucceeded → ended',
  measure: async () => {
    await using home = await startHome({ flows: ['queue-task'] });
    const runs = await repeat(5, () => timeReports(home, REPORTS));
    const share = (part: number) => runs.map((times) => quantile(times, part));
    return [
      figureOf('W4', 'report to ended, p50', 'ms', share(0.5), { atMost: 3 }),
      figureOf('W4', 'report to ended, p99', 'ms', share(0.99), { atMost: 10 }),
    ];
  },
};

/** Milliseconds from sending a report to the answer that the execution has ended, for so many executions in turn. */
export async function timeReports(home: Home, times: number): Promise<number[]> {
  using queue = await WorkQueue.open(home.queues);
  const found: number[] = [];
  for (let at = 0; at < times; at++) {
    const ended = home.client.run('queue-task');
    const token = await queue.receiveToken();
    found.push(
      await timed(async () => {
        await home.client.call('ReportTaskSucceeded', { TaskToken: token, Output: '{}' });
        await ended;
      }),
    );
  }
  return found;
}
