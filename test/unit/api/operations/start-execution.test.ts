import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import { CALLBACK, ECHO } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

async function homeWith(Definition: string) {
  const home = openApiHome({ limits: { ...DEFAULT_LIMITS, stepDataBytes: 2_000 } });
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  return home;
}

describe('StartExecution', () => {
  test('answers an execution that is starting', async () => {
    const { call } = await homeWith(ECHO);
    const started = await call('StartExecution', { FlowName: 'f', ExecutionName: 'e', Input: ' {"a": 1.0}' });
    expect(Object.entries(started)).toEqual([
      ['FlowName', 'f'],
      ['FlowDefinition', ECHO],
      ['Name', 'e'],
      ['Input', ' {"a": 1.0}'],
      ['Output', ''],
      ['Status', 'Starting'],
      ['StartedTime', '2024-01-02T03:04:05.678Z'],
      ['StoppedTime', ''],
      ['RequestId', expect.any(String)],
    ]);
  });

  test.each([{}, { Input: '' }])('without input (%j) the execution gets {}', async (request) => {
    const { call } = await homeWith(ECHO);
    expect((await call('StartExecution', { FlowName: 'f', ...request })).Input).toBe('{}');
  });

  test('takes an object as input in JSON requests', async () => {
    const { call } = await homeWith(ECHO);
    const request = { FlowName: 'f', Input: { a: [1, { b: null }] } };
    expect((await call('StartExecution', request as never)).Input).toBe('{"a":[1,{"b":null}]}');
  });

  test.each([{}, { ExecutionName: '' }])(
    'without a name (%j) it makes one that is valid and new',
    async (request) => {
      const { call } = await homeWith(ECHO);
      const names = new Set<string>();
      for (let count = 0; count < 20; count += 1) {
        names.add((await call('StartExecution', { FlowName: 'f', ...request })).Name);
      }
      expect(names.size).toBe(20);
      for (const name of names) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/);
    },
  );

  test('the name of a running execution answers that execution, whatever the input', async () => {
    const { call, settle } = await homeWith(CALLBACK);
    const key = { FlowName: 'f', ExecutionName: 'e' };
    const first = await call('StartExecution', { ...key, Input: '{"first":true}' });
    const repeat = await call('StartExecution', { ...key, Input: '{"first":false}' });
    expect(repeat).toEqual({ ...first, Status: 'Running', RequestId: repeat.RequestId });
    await settle();
    expect(await call('StartExecution', key)).toMatchObject({ Status: 'Running', Input: '{"first":true}' });
  });

  test('the name of an ended execution is refused', async () => {
    const { call, fail, settle } = await homeWith(ECHO);
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
    await settle();
    expect(await fail('StartExecution', { FlowName: 'f', ExecutionName: 'e' })).toMatchObject({
      status: 400,
      Code: 'ExecutionAlreadyExists',
      Message: 'Execution e of flow f has ended; its name cannot be used again',
    });
  });

  test('refuses a flow that does not exist', async () => {
    const { fail } = openApiHome();
    expect(await fail('StartExecution', { FlowName: 'f' })).toMatchObject({
      status: 404,
      Code: 'FlowNotExists',
    });
  });

  test('refuses an input that no step could hold', async () => {
    const { call, fail } = await homeWith(ECHO);
    const input = (bytes: number) => ({ FlowName: 'f', Input: `{"a":"${'x'.repeat(bytes - 8)}"}` });
    await call('StartExecution', input(2_000));
    expect(await fail('StartExecution', input(2_001))).toMatchObject({
      Code: 'EntityTooLarge',
      Message: 'Parameter Input has 2001 bytes; allowed are 2000',
    });
  });

  test('completes the task whose token it was given when it ends', async () => {
    const { call, settle, targets } = await homeWith(CALLBACK);
    await call('CreateFlow', { Name: 'child', Definition: ECHO, Description: '', Type: 'FDL' });
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'parent' });
    await settle();
    const { token } = JSON.parse(targets.takeSent()[0]?.body ?? '{}');
    await call('StartExecution', { FlowName: 'child', Input: '{"n":1}', CallbackFnFTaskToken: token });
    await settle();
    expect(await call('DescribeExecution', { FlowName: 'f', ExecutionName: 'parent' })).toMatchObject({
      Status: 'Succeeded',
    });
  });

  test('refuses a token that is none', async () => {
    const { fail } = await homeWith(ECHO);
    expect(await fail('StartExecution', { FlowName: 'f', CallbackFnFTaskToken: 'x' })).toMatchObject({
      Code: 'InvalidArgument',
      Message: 'Parameter CallbackFnFTaskToken is not a task token',
    });
  });
});
