import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { awaitDeadLetter, redrive, setMaxReceives } from './dead-letters.ts';
import { driverOf, setLifetime } from './driver-settings.ts';
import { deployApp, destroyApp, hasTime, isDeployed, readTarget, type Target } from './target.ts';

// `npm run test:e2e`: what a deployed service must bear (docs/guide/deploy.md). Some tests change settings of the driver and of
// its queue and put them back: not for a service that others use meanwhile.

const MINUTES = 60_000;
/** Shorter than the function `sleep` of the tests takes, so that it ends a driver in the middle of a task. */
const SHORT_LIFE_SECONDS = 6;

const app = { file: 'test/e2e/deployed/service-app.ts', stacks: ['FdlE2e'], output: 'cdk.out/e2e' };

const waiting = (seconds: number) =>
  `version: v1\ntype: flow\nsteps:\n  - {type: wait, name: rest, duration: ${seconds}}\n`;

describe.skipIf(!isDeployed)('a deployed service', () => {
  const lambda = new LambdaClient();
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  let target: Target;

  beforeAll(async () => {
    target = await readTarget();
    deployApp(app);
  }, 20 * MINUTES);
  afterAll(() => destroyApp(app), 20 * MINUTES);

  const call: Target['client']['call'] = (operation, request) => target.client.call(operation, request);

  /** Starts an execution with a name of its own. */
  async function start(
    FlowName: string,
  ): Promise<{ readonly FlowName: string; readonly ExecutionName: string }> {
    const key = { FlowName, ExecutionName: `e2e-${Date.now()}` };
    await call('StartExecution', key);
    return key;
  }

  /** The execution once it has ended. */
  async function ended(key: { readonly FlowName: string; readonly ExecutionName: string }, minutes: number) {
    return await vi.waitFor(
      async () => {
        const execution = await call('DescribeExecution', key);
        expect(execution.Status).not.toMatch(/Starting|Running/);
        return execution;
      },
      { timeout: minutes * MINUTES, interval: 2_000 },
    );
  }

  async function withFlow(seconds: number, use: (flowName: string) => Promise<void>): Promise<void> {
    const Name = `e2e-wait-${seconds}`;
    await call('CreateFlow', { Name, Type: 'FDL', Description: '', Definition: waiting(seconds) });
    try {
      await use(Name);
    } finally {
      await call('DeleteFlow', { Name });
    }
  }

  test('stops an execution that waits', { timeout: 2 * MINUTES }, async () => {
    await withFlow(600, async (flowName) => {
      const key = await start(flowName);
      await call('StopExecution', key);
      expect(await ended(key, 1)).toMatchObject({ Status: 'Stopped' });
    });
  });

  test('starts executions by a schedule', { timeout: 5 * MINUTES }, async () => {
    await withFlow(1, async (FlowName) => {
      const Payload = '{"from":"schedule"}';
      await call('CreateSchedule', { FlowName, ScheduleName: 'often', CronExpression: '@every 1m', Payload });
      const started = await vi.waitFor(
        async () => {
          const { Executions } = await call('ListExecutions', { FlowName });
          const [first] = Executions;
          if (first === undefined) throw new Error('nothing has been started');
          return first;
        },
        { timeout: 4 * MINUTES, interval: 2_000 },
      );
      expect(JSON.parse(started.Input)).toMatchObject({ payload: { from: 'schedule' } });
    });
  });

  test('lets an execution end with the version that it began with', { timeout: 20 * MINUTES }, async () => {
    const key = await start('e2e-released');
    const token = await vi.waitFor(
      async () => {
        const { Events } = await call('GetExecutionHistory', { ...key, Limit: 100 });
        const submitted = Events.find(({ Type }) => Type === 'TaskSubmitted');
        if (submitted === undefined) throw new Error('the task is not submitted');
        return JSON.parse(submitted.EventDetail).output.taskToken as string;
      },
      { timeout: MINUTES, interval: 1_000 },
    );
    deployApp(app, '-c', 'release=2');
    await call('ReportTaskSucceeded', { TaskToken: token, Output: '{}' });
    expect(JSON.parse((await ended(key, 1)).Output)).toEqual({ release: 1 });
  });

  test('goes on beyond the longest delay of a queue', { timeout: 20 * MINUTES }, async ({ skip }) => {
    if (!hasTime) skip('it takes 16 minutes: FDL_E2E_LONG=1 asks for it');
    await withFlow(960, async (flowName) => {
      const { StartedTime, StoppedTime, Status } = await ended(await start(flowName), 19);
      expect(Status).toBe('Succeeded');
      const seconds = (Date.parse(StoppedTime) - Date.parse(StartedTime)) / 1_000;
      expect(seconds).toBeGreaterThanOrEqual(960);
      expect(seconds).toBeLessThan(1_030);
    });
  });

  test('survives the death of a driver in a task', { timeout: 6 * MINUTES }, async () => {
    const driver = await driverOf(lambda, target.outputs['DispatchQueueArn'] ?? '');
    const lifetime = await setLifetime(lambda, driver, SHORT_LIFE_SECONDS);
    let key: Awaited<ReturnType<typeof start>>;
    try {
      key = await start('e2e-sleeping');
      await sleep(3_000 * SHORT_LIFE_SECONDS);
    } finally {
      await setLifetime(lambda, driver, lifetime);
    }
    expect(await ended(key, 4)).toMatchObject({ Status: 'Succeeded' });
  });

  test('goes on after its dead letters are moved back', { timeout: 10 * MINUTES }, async () => {
    const { DispatchQueueArn: dispatch = '', DeadLetterQueueArn: deadLetters = '' } = target.outputs;
    const queues = { dispatch, deadLetters };
    const driver = await driverOf(lambda, dispatch);
    const lifetime = await setLifetime(lambda, driver, SHORT_LIFE_SECONDS);
    const receives = await setMaxReceives(sqs, queues, 1);
    let key: Awaited<ReturnType<typeof start>>;
    try {
      key = await start('e2e-sleeping');
      await awaitDeadLetter(sqs, queues, 300);
    } finally {
      await setMaxReceives(sqs, queues, receives);
      await setLifetime(lambda, driver, lifetime);
    }
    expect(await call('DescribeExecution', key)).toMatchObject({ Status: 'Running' });
    console.info(`dead letters were ${await redrive(sqs, queues)}`);
    expect(await ended(key, 4)).toMatchObject({ Status: 'Succeeded' });
  });
});
