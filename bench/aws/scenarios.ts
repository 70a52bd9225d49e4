import { readFileSync } from 'node:fs';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TEST_ACCOUNT } from '../../test/aws/emulated/dynamodb.ts';
import type { AwsHome } from './home.ts';
import { divide, type Usage } from './usage.ts';

/** A part that a deployment has to ask for: status events of starts and ends, counts of ends by flow and hour, traces. */
export type OptionalPart = 'statusEvents' | 'flowCounts' | 'traces';

/** A way in which the service is used. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** A definition in `bench/flows`. */
  readonly flow: string;
  readonly input?: unknown;
  /** JSON text. */
  readonly labels?: string;
  readonly executions: number;
  /** The function that is called in place of `services/bench/functions/step`. */
  readonly called?: string;
  /** Steps that call something, of one execution. */
  readonly taskSteps: number;
  /** True when all are started before the first is driven, so that messages come in full batches. */
  readonly isBusy?: boolean;
  /** True when workers report each task. */
  readonly hasWorker?: boolean;
  /** Heartbeats that the worker sends before it reports. */
  readonly heartbeats?: number;
  /** The part of the service that is switched on for it and off by default. */
  readonly part?: OptionalPart;
}

/** Usage of one execution of a scenario. */
export interface Measured {
  readonly scenario: Scenario;
  readonly usage: Usage;
  /** Steps entered, as the original service bills them. */
  readonly transitions: number;
  readonly events: number;
}

const STEP = 'services/bench/functions/step';

/** The scenarios of the cost table. */
export const scenarios: readonly Scenario[] = [
  { name: 'sequence', title: 'ten function tasks', flow: 'ten-steps', executions: 20, taskSteps: 10 },
  {
    name: 'sequence, busy',
    title: 'the same, twenty at once',
    flow: 'ten-steps',
    executions: 20,
    taskSteps: 10,
    isBusy: true,
  },
  {
    name: 'sequence, labelled',
    title: 'the same, with two labels',
    flow: 'ten-steps',
    labels: '{"orderId":"ORD-001591","shop":"one"}',
    executions: 20,
    taskSteps: 10,
  },
  {
    name: 'sequence, told',
    title: 'the same, a status event for start and end',
    flow: 'ten-steps',
    part: 'statusEvents',
    executions: 20,
    taskSteps: 10,
  },
  {
    name: 'sequence, counted',
    title: 'the same, its end counted for the list of flows',
    flow: 'ten-steps',
    part: 'flowCounts',
    executions: 20,
    taskSteps: 10,
  },
  {
    name: 'sequence, traced',
    title: 'the same, sent as a trace when it has ended',
    flow: 'ten-steps',
    part: 'traces',
    executions: 20,
    taskSteps: 10,
  },
  fanOut(100, 3),
  fanOut(1_000, 1),
  {
    name: 'callback',
    title: 'one queue task, reported by a worker',
    flow: 'queue-task',
    executions: 20,
    taskSteps: 1,
    hasWorker: true,
  },
  {
    name: 'callback, alive',
    title: 'the same, one heartbeat, owed in ten minutes',
    flow: 'queue-task-heartbeat',
    executions: 20,
    taskSteps: 1,
    hasWorker: true,
    heartbeats: 1,
  },
  {
    name: 'polling',
    title: 'wait ten seconds, ask, five times',
    flow: 'polling',
    executions: 5,
    taskSteps: 5,
  },
  {
    name: 'waiting',
    title: 'an hour, a task, two days, a task',
    flow: 'waiting',
    executions: 5,
    taskSteps: 2,
  },
  {
    name: 'failing',
    title: 'two retries, a caught failure, a compensation',
    flow: 'failing',
    executions: 5,
    taskSteps: 3,
  },
];

/** One execution with so many results of almost 6 MiB at once. */
export function largeResults(width: number): Scenario {
  return { ...fanOut(width, 1), name: `results ${width}`, flow: 'large-results' };
}

/** One execution whose `foreach` calls a task for each of so many items. */
export function fanOut(width: number, executions: number): Scenario {
  const input = { items: Array.from({ length: width }, (_, index) => index) };
  return {
    name: `fan-out ${width}`,
    title: `foreach over ${width} items, a task each`,
    flow: 'each-item',
    input,
    executions,
    taskSteps: width,
  };
}

/** One execution that calls a task so many times, one after the other: about nine events each. */
export function countdown(from: number): Scenario {
  return {
    name: `history ${from}`,
    title: `a task called ${from} times`,
    flow: 'countdown',
    input: { from },
    executions: 1,
    taskSteps: from,
  };
}

/** Runs a scenario twice, since functions are slow when they are new; answers what one execution uses in the second. */
export async function measure(home: AwsHome, scenario: Scenario): Promise<Measured> {
  const { flow, executions } = scenario;
  const FlowName = `${flow}-${crypto.randomUUID()}`;
  const text = readFileSync(new URL(`../flows/${flow}.yaml`, import.meta.url), 'utf8');
  const { called = STEP } = scenario;
  const Definition = text.replace(/^name: .*\n/m, '').replaceAll(STEP, called);
  await home.call('CreateFlow', { Name: FlowName, Definition, Description: '', Type: 'FDL' });
  await runAll(home, scenario, FlowName, 'first');
  await home.take();
  await runAll(home, scenario, FlowName, 'run');
  const usage = divide(await home.take(), executions);
  const types = await eventTypes(home, FlowName, 'run-0');
  return {
    scenario,
    usage,
    transitions: types.filter((type) => type === 'StepEntered').length,
    events: types.length,
  };
}

async function runAll(home: AwsHome, scenario: Scenario, FlowName: string, prefix: string): Promise<void> {
  const names = Array.from({ length: scenario.executions }, (_, index) => `${prefix}-${index}`);
  const begin = scenario.isBusy === true ? start : run;
  for (const name of names) await begin(home, scenario, FlowName, name);
  await home.settle();
}

async function start(home: AwsHome, scenario: Scenario, FlowName: string, ExecutionName: string) {
  const { input = {}, labels } = scenario;
  const Input = JSON.stringify(input);
  await home.call('StartExecution', {
    FlowName,
    ExecutionName,
    Input,
    ...(labels !== undefined && { Labels: labels }),
  });
}

async function run(home: AwsHome, scenario: Scenario, FlowName: string, name: string): Promise<void> {
  await start(home, scenario, FlowName, name);
  // Timers that outlive the execution belong to its costs.
  if (scenario.hasWorker === true) {
    await home.settle(async () => true);
    await work(home, scenario.heartbeats);
  }
  await home.settle();
}

/** Reports what waits in the queue of the workers; their own requests to it are not the service's. */
async function work(home: AwsHome, heartbeats = 0): Promise<void> {
  const { queues, workQueueUrl: QueueUrl } = home.surroundings;
  const sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: queues, useQueueUrlAsEndpoint: false });
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { Body = '', ReceiptHandle } of Messages) {
    for (let sent = 0; sent < heartbeats; sent += 1)
      await home.call('ReportTaskHeartbeat', { TaskToken: Body });
    await home.call('ReportTaskSucceeded', { TaskToken: Body, Output: '{"done":true}' });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  sqs.destroy();
}

async function eventTypes(home: AwsHome, FlowName: string, ExecutionName: string): Promise<string[]> {
  const { Status } = await home.call('DescribeExecution', { FlowName, ExecutionName });
  if (Status !== 'Succeeded') throw new Error(`An execution of ${FlowName} is ${Status}`);
  const types: string[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page = await home.call('GetExecutionHistory', {
      FlowName,
      ExecutionName,
      Limit: 999,
      ...(NextToken !== undefined && { NextToken }),
    });
    types.push(...page.Events.map(({ Type }) => Type));
    if (page.NextToken === undefined || page.NextToken === '') break;
    NextToken = page.NextToken;
  }
  await home.take();
  return types;
}
