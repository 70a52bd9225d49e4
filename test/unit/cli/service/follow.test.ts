import { expect, test } from 'vitest';
import { explain } from '../../../../src/cli/output/failure.ts';
import { followExecution, readEvents } from '../../../../src/cli/service/follow.ts';
import { fakeClient, pagedHistory, RUNNING } from '../fake-client.ts';
import { history, type Line } from '../history-builder.ts';

const KEY = { FlowName: 'f', ExecutionName: 'run' };
const never = new AbortController().signal;
/** Waits for an end that does not come. */
const endless = () => new Promise<never>(() => {});
const SUCCEEDED = {
  ...RUNNING,
  Status: 'Succeeded',
  Output: '{}',
  StoppedTime: '2026-01-05T12:00:02.000Z',
} as const;

const events = history(
  ['ExecutionStarted', '', 0],
  ...Array.from({ length: 20 }, (_, i): Line => ['StepEntered', `s${i}`, 1]),
  ['ExecutionSucceeded', '', 21],
);

test('a history is read over all its pages, from any event on', async () => {
  const client = fakeClient({ GetExecutionHistory: pagedHistory(events, () => events.length, 4) });
  const ids: number[] = [];
  for await (const page of readEvents(client, KEY, 10)) ids.push(...page.map(({ EventId }) => EventId));
  expect(ids).toEqual(events.slice(9).map(({ EventId }) => EventId));
});

test('every event is handed on once and in order while the history grows', async () => {
  let count = 1;
  const someGrown = Promise.withResolvers<void>();
  const read = pagedHistory(events, () => count, 3);
  const client = fakeClient({
    GetExecutionHistory: async (request) => {
      const page = await read(request);
      // The history grows between any two looks at it.
      if (page.NextToken === undefined) count += 4;
      if (count >= events.length - 5) someGrown.resolve();
      return page;
    },
    DescribeExecution: async () => {
      await someGrown.promise;
      count = events.length;
      return SUCCEEDED;
    },
  });
  const ids: number[] = [];
  const ended = await followExecution(
    client,
    KEY,
    (page) => ids.push(...page.map(({ EventId }) => EventId)),
    never,
  );
  expect(ended).toEqual(SUCCEEDED);
  expect(ids).toEqual(events.map(({ EventId }) => EventId));
});

test('a long poll that ends without an end is asked again', async () => {
  const statuses = [RUNNING, RUNNING, SUCCEEDED];
  const waits: (number | undefined)[] = [];
  const client = fakeClient({
    GetExecutionHistory: pagedHistory([], () => 0, 10),
    DescribeExecution: ({ WaitTimeSeconds }) => {
      waits.push(WaitTimeSeconds);
      return statuses.shift() ?? SUCCEEDED;
    },
  });
  await followExecution(client, KEY, () => {}, never);
  expect(waits).toEqual([20, 20, 20]);
});

test('a failure of either kind of request ends the following', async () => {
  const failing = () => Promise.reject(new Error('refused'));
  const noEvents = pagedHistory([], () => 0, 10);
  const byDescribe = fakeClient({ GetExecutionHistory: noEvents, DescribeExecution: failing });
  await expect(followExecution(byDescribe, KEY, () => {}, never)).rejects.toThrow('refused');
  const byHistory = fakeClient({
    GetExecutionHistory: failing,
    DescribeExecution: endless,
  });
  await expect(followExecution(byHistory, KEY, () => {}, never)).rejects.toThrow('refused');
});

test('an interrupted following ends at its next request', async () => {
  const interrupt = new AbortController();
  const client = fakeClient({
    GetExecutionHistory: pagedHistory(events, () => 1, 10),
    DescribeExecution: endless,
  });
  const following = followExecution(client, KEY, () => interrupt.abort(), interrupt.signal);
  await expect(following).rejects.toThrow('aborted');
});

test('why an execution failed, and at which step, is read from its history', async () => {
  const failed = history(
    ['ExecutionStarted', '', 0],
    ['StepEntered', 'pay', 1],
    ['StepFailed', 'pay', 2, { error: 'E', cause: 'C' }],
    ['ExecutionFailed', '', 3, { error: 'E', cause: 'C' }],
  );
  const client = fakeClient({ GetExecutionHistory: pagedHistory(failed, () => 4, 1) });
  expect(await explain(client, { ...RUNNING, Status: 'Failed' })).toMatchObject({
    ErrorCode: 'E',
    ErrorMessage: 'C',
    FailedSteps: ['pay'],
  });
});

test('a success needs no explanation and no request', async () => {
  expect(await explain(fakeClient({}), SUCCEEDED)).toEqual({
    ...SUCCEEDED,
    ErrorCode: '',
    ErrorMessage: '',
    FailedSteps: [],
  });
});
