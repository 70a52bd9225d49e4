import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../../src/api/contract.ts';
import { CALLBACK } from '../helpers/api-flows.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { openServer, type TestServer } from './local-helpers.ts';

// Two hundred flows and ten thousand executions, half of them of one flow, some of each kind.

const FLOWS = 200;
const EXECUTIONS = 10_000;
/** Those that wait for a report. */
const OPEN = 500;
/** Milliseconds of processor time: other work on the machine does not count. */
const MOST_MS = 200;
const REPEATS = 5;

const ORDER = `version: v1
type: flow
steps:
  - type: choice
    name: which
    choices: [{condition: $.fails == true, goto: refuse}]
    default: {goto: done}
  - {type: fail, name: refuse, error: NoStock, cause: sold out}
  - {type: succeed, name: done}
`;

let server: TestServer;

beforeAll(async () => {
  server = await openServer({});
  const flow = (Name: string, Definition: string) =>
    server.call('CreateFlow', { Name, Definition, Description: `flow ${Name}`, Type: 'FDL' });
  for (let index = 0; index < FLOWS - 1; index += 1) await flow(`flow-${index}`, ORDER);
  await flow('asking', CALLBACK);
  for (let index = 0; index < FLOWS; index += 1) {
    const schedule = { ScheduleName: `s-${index}`, CronExpression: '0 0 3 * * *', Enable: false };
    await server.call('CreateSchedule', { FlowName: 'flow-0', ...schedule });
  }
  const startOf = (index: number) => ({
    FlowName: index < OPEN ? 'asking' : index % 2 === 0 ? 'flow-0' : `flow-${index % (FLOWS - 1)}`,
    ExecutionName: `run-${index}`,
    Input: JSON.stringify({ fails: index % 97 === 0 }),
    Labels: JSON.stringify({ orderId: `ORD-${index}`, shop: `shop-${index % 10}` }),
  });
  for (let from = 0; from < EXECUTIONS; from += 100) {
    const some = Array.from({ length: 100 }, (_, index) => startOf(from + index));
    await Promise.all(some.map((start) => server.call('StartExecution', start)));
  }
  await untilPasses(async () => {
    const { Flows } = await server.call('ListFlows', { Limit: 999, WithCounts: true });
    const ended = Flows.map(({ Counts }) => (Counts?.Succeeded ?? 0) + (Counts?.Failed ?? 0));
    expect(ended.reduce((sum, count) => sum + count)).toBe(EXECUTIONS - OPEN);
  });
}, 580_000);

afterAll(() => server?.close());

describe('with 200 flows and 10,000 executions, a list takes at most 200 ms of processor time', () => {
  const day = new Date(Date.now() - 86_400_000).toISOString();
  const LISTS: readonly (readonly [name: string, operation: OperationName, request: object])[] = [
    ['all flows', 'ListFlows', { Limit: 999 }],
    ['all flows with counts', 'ListFlows', { Limit: 999, WithCounts: true }],
    ['the executions of a flow', 'ListExecutions', { FlowName: 'flow-0', Limit: 99 }],
    ['those of a flow that has few', 'ListExecutions', { FlowName: 'flow-7', Limit: 99 }],
    ['all executions', 'ListExecutions', { Limit: 99 }],
    ['those of a day', 'ListExecutions', { Limit: 99, StartedTimeBegin: day }],
    ...(['Running', 'Succeeded', 'Failed', 'Stopped', 'TimedOut'] as const).flatMap((Status) => [
      [`${Status} ones`, 'ListExecutions', { Status, Limit: 99 }] as const,
      [`${Status} ones of a flow`, 'ListExecutions', { FlowName: 'flow-0', Status, Limit: 99 }] as const,
    ]),
    ['those with an error', 'ListExecutions', { ErrorCode: 'NoStock', Limit: 99 }],
    [
      'those of a flow with an error',
      'ListExecutions',
      { FlowName: 'flow-0', ErrorCode: 'NoStock', Limit: 99 },
    ],
    ['those with an error that none has', 'ListExecutions', { ErrorCode: 'Other', Limit: 99 }],
    ['one by its label', 'ListExecutions', { Label: 'orderId=ORD-7777', Limit: 99 }],
    ['many by a label', 'ListExecutions', { Label: 'shop=shop-3', Limit: 99 }],
    ['failed ones by a label', 'ListExecutions', { Label: 'shop=shop-3', Status: 'Failed', Limit: 99 }],
    ['one by its name', 'ListExecutions', { ExecutionNamePrefix: 'run-600', Limit: 99 }],
    ['none by a name', 'ListExecutions', { ExecutionNamePrefix: 'nothing', Limit: 99 }],
    ['those of a qualifier', 'ListExecutions', { FlowName: 'flow-0', Qualifier: 'LATEST', Limit: 99 }],
    ['schedules', 'ListSchedules', { FlowName: 'flow-0', Limit: 999 }],
    ['the runs of a schedule', 'ListScheduleRuns', { FlowName: 'flow-0', ScheduleName: 's-1', Limit: 100 }],
    ['tasks that wait for a report', 'ListOpenTasks', { FlowName: 'asking', Limit: 99 }],
    ['tasks of a flow that has none', 'ListOpenTasks', { FlowName: 'flow-0', Limit: 99 }],
    ['stalled executions', 'ListStalledExecutions', { FlowName: 'asking', Limit: 99 }],
    ['published versions', 'ListFlowVersions', { FlowName: 'flow-0' }],
    ['aliases', 'ListFlowAliases', { FlowName: 'flow-0' }],
    ['functions', 'ListFunctions', {}],
    ['messages', 'ListMessages', {}],
  ];

  test.each(LISTS)('%s', async (name, operation, request) => {
    const times: { cpu: number; wall: number }[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const [begun, before] = [performance.now(), process.cpuUsage()];
      await server.call(operation, request as never);
      const { user, system } = process.cpuUsage(before);
      times.push({ cpu: (user + system) / 1000, wall: performance.now() - begun });
    }
    const least = (values: readonly number[]) => Math.round(Math.min(...values));
    const [cpu, wall] = [least(times.map((each) => each.cpu)), least(times.map((each) => each.wall))];
    console.log(`${name}: ${cpu} ms of processor time, ${wall} ms`);
    expect(cpu).toBeLessThanOrEqual(MOST_MS);
  });
});
