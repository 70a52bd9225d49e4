import { describe, expect, test } from 'vitest';
import { openApiHome } from '../../../helpers/api-home.ts';

const RUN = 'e:map-2-0';
const KEY = { FlowName: 'f', ExecutionName: 'e', MapRunName: RUN };

/** A flow that waits for a report on each of its items, two of them in a batch. */
const DEFINITION = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item }
    distributed: { batchSize: 2, maxConcurrency: 1, toleratedFailedCount: 2 }
    steps:
      - type: task
        name: ask
        resourceArn: acs:mns:::/queues/q/messages
        pattern: waitForCallback
        inputMappings:
          - { target: token, source: $context.task.token }
          - { target: item, source: $input.item }
        serviceParams: { MessageBody: $ }
`;

async function started() {
  const home = openApiHome();
  const { call, settle, targets } = home;
  await call('CreateFlow', { Name: 'f', Definition: DEFINITION, Description: '', Type: 'FDL' });
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'e', Input: '{"items":[1,2,3,4,5]}' });
  await settle();
  const report = async (error: string) => {
    const { token } = JSON.parse(targets.takeSent()[0]?.body ?? '{}');
    await call('ReportTaskFailed', { TaskToken: token, Error: error });
    await settle();
  };
  const counts = async () => (await call('DescribeMapRun', KEY)).ItemCounts;
  return { ...home, counts, report };
}

/** Reports whatever is asked, until nothing is any more. */
async function finish({ call, settle, targets }: Awaited<ReturnType<typeof started>>): Promise<void> {
  for (let sent = targets.takeSent(); sent.length > 0; sent = targets.takeSent()) {
    for (const { body } of sent) {
      const { token } = JSON.parse(body);
      await call('ReportTaskSucceeded', { TaskToken: token, Output: '{"done":true}' });
    }
    await settle();
  }
}

describe('DescribeMapRun', () => {
  test('counts items, and tells the rules', async () => {
    const home = await started();
    expect(await home.call('DescribeMapRun', KEY)).toMatchObject({
      ...KEY,
      Status: 'Running',
      StoppedTime: '',
      Concurrency: 1,
      ToleratedFailedCount: 2,
      ToleratedFailedPercentage: 0,
      ItemCounts: { Total: 5, Pending: 3, Running: 2, Succeed: 0, Failed: 0, Aborted: 0 },
      AllItemsRead: true,
    });
    await home.report('Broken');
    expect(await home.counts()).toMatchObject({ Pending: 1, Running: 2, Failed: 2 });
    await finish(home);
    const ended = await home.call('DescribeMapRun', KEY);
    expect(ended.Status).toBe('Succeeded');
    expect(ended.StoppedTime).toMatch(/Z$/);
    expect(ended.ItemCounts).toEqual({ Total: 5, Pending: 0, Running: 0, Succeed: 3, Failed: 2, Aborted: 0 });
  });

  test('shows what a stop has cut off', async () => {
    const home = await started();
    await home.call('StopExecution', { FlowName: 'f', ExecutionName: 'e' });
    await home.settle();
    expect((await home.call('DescribeMapRun', KEY)).Status).toBe('Stopped');
    expect(await home.counts()).toEqual({
      Total: 5,
      Pending: 0,
      Running: 0,
      Succeed: 0,
      Failed: 0,
      Aborted: 5,
    });
  });

  test('shows what a failure has cut off', async () => {
    const home = await started();
    await home.call('UpdateMapRun', { ...KEY, ToleratedFailedCount: 1 });
    await home.report('Broken');
    expect((await home.call('DescribeExecution', { FlowName: 'f', ExecutionName: 'e' })).Status).toBe(
      'Failed',
    );
    expect(await home.counts()).toEqual({
      Total: 5,
      Pending: 0,
      Running: 0,
      Succeed: 0,
      Failed: 2,
      Aborted: 3,
    });
  });

  test.each([
    [{ MapRunName: 'e:map-3-0' }, "Map run 'e:map-3-0' does not exist in execution 'e' of flow 'f'"],
    [{ ExecutionName: 'other' }, "Map run 'e:map-2-0' does not exist in execution 'other' of flow 'f'"],
  ])('knows no other: %j', async (other, message) => {
    const { fail } = await started();
    const failure = await fail('DescribeMapRun', { ...KEY, ...other });
    expect(failure).toMatchObject({ Code: 'ExecutionNotExists', Message: message });
  });

  test.each([
    [{ MapRunName: 'e' }, 'MapRunName is "e"; allowed is the name of a map run, like order-1:map-5-0'],
    [{ ExecutionName: 'e:f' }, 'ExecutionName is "e:f"; allowed is'],
  ])('refuses %j', async (other, message) => {
    const { fail } = await started();
    const failure = await fail('DescribeMapRun', { ...KEY, ...other });
    expect(failure.Code).toBe('InvalidArgument');
    expect(failure.Message).toContain(message);
  });
});

describe('UpdateMapRun', () => {
  test('lets more batches run at once, and the rules stay when the map run has ended', async () => {
    const home = await started();
    const changed = await home.call('UpdateMapRun', {
      ...KEY,
      Concurrency: 3,
      ToleratedFailedPercentage: 12.5,
    });
    expect(changed).toMatchObject({
      Concurrency: 3,
      ToleratedFailedCount: 2,
      ToleratedFailedPercentage: 12.5,
    });
    await home.settle();
    expect(await home.counts()).toMatchObject({ Pending: 0, Running: 5 });
    await finish(home);
    expect(await home.call('DescribeMapRun', KEY)).toMatchObject({ Status: 'Succeeded', Concurrency: 3 });
    const { Events } = await home.call('GetExecutionHistory', {
      FlowName: 'f',
      ExecutionName: RUN,
      Limit: 999,
    });
    const [event] = Events.filter(({ Type }) => Type === 'MapRunChanged');
    expect(JSON.parse(event?.EventDetail ?? '')).toEqual({
      maxConcurrency: 3,
      toleratedFailedPercentage: 12.5,
    });
  });

  test('refuses a tolerance that is exceeded already', async () => {
    const { report, fail } = await started();
    await report('Broken');
    const failure = await fail('UpdateMapRun', { ...KEY, ToleratedFailedCount: 1 });
    expect(failure.Message).toBe(
      '2 of 5 items of map run e:map-2-0 have failed, more than would be tolerated',
    );
  });

  test('refuses to change nothing, and a map run that has ended', async () => {
    const home = await started();
    expect((await home.fail('UpdateMapRun', KEY)).Message).toContain('give at least one of Concurrency,');
    await finish(home);
    const failure = await home.fail('UpdateMapRun', { ...KEY, Concurrency: 2 });
    expect(failure.Message).toBe(
      'The batches of map run e:map-2-0 do not run; only those that run can be changed',
    );
  });
});

describe('Map runs and batches', () => {
  test('are listed by the name of the map run only', async () => {
    const { call, fail } = await started();
    const names = async (more: object) =>
      (await call('ListExecutions', { FlowName: 'f', ...more })).Executions.map(({ Name }) => Name);
    expect(await names({})).toEqual(['e']);
    expect(await names({ MapRunName: RUN })).toEqual([`${RUN}:batch-0`]);
    expect(await names({ MapRunName: RUN, Status: 'Failed' })).toEqual([]);
    const failure = await fail('ListExecutions', { MapRunName: RUN });
    expect(failure).toMatchObject({ Code: 'InvalidArgument' });
  });

  test('are described by their names, with what started them', async () => {
    const { call } = await started();
    const batch = await call('DescribeExecution', { FlowName: 'f', ExecutionName: `${RUN}:batch-0` });
    expect(batch).toMatchObject({ Name: `${RUN}:batch-0`, Status: 'Running', FlowDefinition: DEFINITION });
    expect(batch.Parent).toMatchObject({ FlowName: 'f', ExecutionName: RUN });
    const run = await call('DescribeExecution', { FlowName: 'f', ExecutionName: RUN });
    expect(run.Parent).toEqual({ FlowName: 'f', ExecutionName: 'e', StepEventId: 2 });
  });

  test('have histories, and the step tells the name of its map run', async () => {
    const { call } = await started();
    const eventsOf = async (ExecutionName: string) =>
      (await call('GetExecutionHistory', { FlowName: 'f', ExecutionName, Limit: 999 })).Events;
    const [submitted] = (await eventsOf('e')).filter(({ Type }) => Type === 'TaskSubmitted');
    expect(JSON.parse(submitted?.EventDetail ?? '').output.MapRunName).toBe(RUN);
    const steps = (await eventsOf(`${RUN}:batch-0`)).map(({ StepName }) => StepName);
    expect(new Set(steps)).toEqual(new Set(['', 'each', 'ask']));
  });

  test('list the tasks that they wait for', async () => {
    const { call } = await started();
    const waiting = async (ExecutionName?: string) => {
      const { Tasks } = await call('ListOpenTasks', {
        FlowName: 'f',
        ...(ExecutionName && { ExecutionName }),
      });
      return Tasks.map((task) => `${task.ExecutionName} ${task.StepName}`);
    };
    const batch = `${RUN}:batch-0`;
    expect(await waiting(RUN)).toEqual([`${batch} ask`, `${batch} ask`]);
    expect(await waiting(batch)).toEqual([`${batch} ask`, `${batch} ask`]);
    expect(await waiting()).toEqual([]);
  });

  test('can be stopped: a map run ends its step', async () => {
    const { call, settle } = await started();
    await call('StopExecution', { FlowName: 'f', ExecutionName: RUN, Error: 'Enough' });
    await settle();
    const { Events } = await call('GetExecutionHistory', { FlowName: 'f', ExecutionName: 'e', Limit: 999 });
    expect(Events.at(-1)).toMatchObject({ Type: 'ExecutionFailed' });
    expect(Events.at(-1)?.EventDetail).toContain('Enough');
  });

  test('are not redriven by themselves', async () => {
    const { fail } = await started();
    const failure = await fail('RedriveExecution', { FlowName: 'f', ExecutionName: RUN });
    expect(failure.Code).toBe('InvalidArgument');
  });
});
