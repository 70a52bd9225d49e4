import { describe, expect, test } from 'vitest';
import { CALLBACK, ECHO } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };

async function started(Definition: string, RoleArn = '') {
  const home = openApiHome();
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL', RoleArn });
  await home.call('StartExecution', KEY);
  return home;
}

describe('StopExecution', () => {
  test('ends a running execution with the error and cause given', async () => {
    const { call, settle } = await started(CALLBACK, 'acs:ram::1:role/r');
    await settle();
    const answer = await call('StopExecution', { ...KEY, Error: 'Enough', Cause: 'nobody asked' });
    expect(answer).toMatchObject({ Name: 'e', RoleArn: 'acs:ram::1:role/r', FlowDefinition: CALLBACK });
    await settle();
    const stopped = await call('DescribeExecution', KEY);
    expect(stopped).toMatchObject({
      Status: 'Stopped',
      Output: '',
      StoppedTime: expect.stringMatching(/Z$/),
    });
    const { Events } = await call('GetExecutionHistory', KEY);
    expect(Events.at(-1)).toMatchObject({
      Type: 'ExecutionStopped',
      EventDetail: '{"error":"Enough","cause":"nobody asked"}',
    });
  });

  test('stops an execution that has not begun', async () => {
    const { call, settle } = await started(CALLBACK);
    await call('StopExecution', KEY);
    await settle();
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Stopped' });
  });

  test('answers an ended execution unchanged', async () => {
    const { call, settle } = await started(ECHO);
    await settle();
    const before = await call('DescribeExecution', KEY);
    const answer = await call('StopExecution', KEY);
    expect(before).toMatchObject({ ...answer, RequestId: before.RequestId });
    await settle();
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Succeeded' });
  });

  test('refuses what does not exist', async () => {
    const { fail } = await started(ECHO);
    expect(await fail('StopExecution', { ...KEY, ExecutionName: 'other' })).toMatchObject({
      status: 404,
      Code: 'ExecutionNotExists',
    });
    expect(await fail('StopExecution', { ...KEY, FlowName: 'other' })).toMatchObject({
      Code: 'FlowNotExists',
    });
  });

  test.each([{ Error: 'x'.repeat(129) }, { Cause: 'x'.repeat(4_097) }])(
    'refuses texts that are too long',
    async (long) => {
      const { fail } = await started(CALLBACK);
      expect(await fail('StopExecution', { ...KEY, ...long })).toMatchObject({ Code: 'InvalidArgument' });
    },
  );
});
