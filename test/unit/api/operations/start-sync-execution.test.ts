import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CALLBACK, ECHO, FAILING } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

async function homeWith(Definition: string) {
  const home = openApiHome({ maxWaitSeconds: 25 });
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  return home;
}

describe('StartSyncExecution', () => {
  test('answers the output of an execution that succeeds', async () => {
    const { call, settle } = await homeWith(ECHO);
    const answer = call('StartSyncExecution', { FlowName: 'f', ExecutionName: 'e', Input: '{"a":1}' });
    await nextTurn();
    await settle();
    expect(await answer).toMatchObject({
      Name: 'e',
      Status: 'Succeeded',
      Output: '{"said":{"a":1}}',
      ErrorCode: '',
      ErrorMessage: '',
      StoppedTime: expect.stringMatching(/Z$/),
    });
  });

  test('answers error and cause of an execution that fails', async () => {
    const { call, settle } = await homeWith(FAILING);
    const answer = call('StartSyncExecution', { FlowName: 'f' });
    await nextTurn();
    await settle();
    expect(await answer).toMatchObject({
      Status: 'Failed',
      Output: '',
      ErrorCode: 'TooLate',
      ErrorMessage: 'the gate is closed',
    });
  });

  test('answers a running execution when the platform lets it wait no longer', async () => {
    const { call, settle, clock } = await homeWith(CALLBACK);
    const answer = call('StartSyncExecution', { FlowName: 'f' });
    await nextTurn();
    await settle();
    await clock.advanceBy(25_000);
    expect(await answer).toMatchObject({ Status: 'Running', Output: '', StoppedTime: '' });
  });

  test('refuses a flow that does not exist', async () => {
    const { fail } = openApiHome();
    expect(await fail('StartSyncExecution', { FlowName: 'f' })).toMatchObject({ Code: 'FlowNotExists' });
  });
});
