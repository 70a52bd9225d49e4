import { describe, expect, test } from 'vitest';
import { CALLBACK, TWO_PASSES } from '../../../helpers/api-flows.ts';
import { HOME_START, openApiHome } from '../../../helpers/api-home.ts';

/** Asks three times at once, each time with two more tries. */
const ASK_EACH = `version: v1
type: flow
steps:
  - type: foreach
    name: everyone
    iterationMapping: {collection: $.people, item: person}
    steps:
      - type: task
        name: ask
        resourceArn: acs:mns:::/queues/questions/messages
        pattern: waitForCallback
        timeoutSeconds: 60
        inputMappings: [{target: person, source: $input.person}, {target: token, source: $context.task.token}]
        retry: [{errors: [Again], intervalSeconds: 1, maxAttempts: 2}]
        serviceParams: {MessageBody: $}
`;

async function homeWith(Definition: string) {
  const home = openApiHome();
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  return home;
}

describe('ListOpenTasks', () => {
  test('answers what waits for a callback, with a token that completes it', async () => {
    const { call, settle, targets } = await homeWith(CALLBACK);
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
    await settle();
    const { token } = JSON.parse(targets.takeSent()[0]?.body ?? '{}');
    const { Tasks, NextToken } = await call('ListOpenTasks', { FlowName: 'f' });
    expect(NextToken).toBeUndefined();
    expect(Tasks).toEqual([
      {
        FlowName: 'f',
        ExecutionName: 'e',
        StepName: 'ask',
        StepEventId: 2,
        TaskToken: token,
        ResourceArn: 'acs:mns:::/queues/questions/messages',
        Input: JSON.stringify({ token }),
        RetryCount: 0,
        SubmittedTime: new Date(HOME_START).toISOString(),
        TimeoutTime: '',
      },
    ]);
    await call('ReportTaskSucceeded', { TaskToken: token, Output: '{}' });
    await settle();
    expect(await call('ListOpenTasks', { FlowName: 'f' })).toMatchObject({ Tasks: [] });
    expect(await call('DescribeExecution', { FlowName: 'f', ExecutionName: 'e' })).toMatchObject({
      Status: 'Succeeded',
    });
  });

  test('answers each waiting iteration, and the newest attempt only', async () => {
    const { call, settle, clock } = await homeWith(ASK_EACH);
    await call('StartExecution', { FlowName: 'f', Input: '{"people":["Ann","Bob"]}' });
    await settle();
    const before = (await call('ListOpenTasks', { FlowName: 'f' })).Tasks;
    expect(before.map(({ Input }) => JSON.parse(Input).person)).toEqual(['Ann', 'Bob']);
    await call('ReportTaskFailed', { TaskToken: before[1]?.TaskToken ?? '', Error: 'Again' });
    await settle();
    expect((await call('ListOpenTasks', { FlowName: 'f' })).Tasks).toEqual(before.slice(0, 1));
    await clock.advanceBy(1_000);
    await settle();
    const after = (await call('ListOpenTasks', { FlowName: 'f' })).Tasks;
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).toMatchObject({ StepEventId: before[1]?.StepEventId, RetryCount: 1 });
    expect(after[1]?.TaskToken).not.toBe(before[1]?.TaskToken);
    expect(Date.parse(after[1]?.TimeoutTime ?? '')).toBe(Date.parse(after[1]?.SubmittedTime ?? '') + 60_000);
    expect(Date.parse(after[1]?.SubmittedTime ?? '')).toBeGreaterThan(HOME_START);
  });

  test('pages over executions, newest first, and answers those of one execution alone', async () => {
    const { call, settle, clock } = await homeWith(CALLBACK);
    for (const ExecutionName of ['a', 'b', 'c']) {
      await call('StartExecution', { FlowName: 'f', ExecutionName });
      await clock.advanceBy(1_000);
    }
    await settle();
    const first = await call('ListOpenTasks', { FlowName: 'f', Limit: 2 });
    expect(first.Tasks.map(({ ExecutionName }) => ExecutionName)).toEqual(['c', 'b']);
    const rest = await call('ListOpenTasks', { FlowName: 'f', Limit: 2, NextToken: first.NextToken ?? '' });
    expect(rest.Tasks.map(({ ExecutionName }) => ExecutionName)).toEqual(['a']);
    expect(rest.NextToken).toBeUndefined();
    const one = await call('ListOpenTasks', { FlowName: 'f', ExecutionName: 'b' });
    expect(one.Tasks).toEqual(first.Tasks.slice(1));
  });

  test('answers nothing for what waits for no callback, or has ended', async () => {
    const { call, settle } = await homeWith(TWO_PASSES);
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
    expect(await call('ListOpenTasks', { FlowName: 'f' })).toMatchObject({ Tasks: [] });
    await settle();
    expect(await call('ListOpenTasks', { FlowName: 'f', ExecutionName: 'e' })).toMatchObject({ Tasks: [] });
  });

  test('refuses an execution or flow that does not exist', async () => {
    const { fail } = await homeWith(CALLBACK);
    expect(await fail('ListOpenTasks', { FlowName: 'g' })).toMatchObject({ Code: 'FlowNotExists' });
    expect(await fail('ListOpenTasks', { FlowName: 'f', ExecutionName: 'e' })).toMatchObject({
      Code: 'ExecutionNotExists',
    });
  });
});
