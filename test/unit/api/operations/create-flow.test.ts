import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import { TWO_PASSES } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const REQUEST = { Name: 'greet', Definition: TWO_PASSES, Description: 'says hello', Type: 'FDL' } as const;

describe('CreateFlow', () => {
  test('answers the stored flow, its text as it was given', async () => {
    const { call } = openApiHome();
    const created = await call('CreateFlow', { ...REQUEST, RoleArn: 'acs:ram::1:role/r' });
    expect(created).toEqual({
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Name: 'greet',
      Description: 'says hello',
      Definition: TWO_PASSES,
      Id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Type: 'FDL',
      RoleArn: 'acs:ram::1:role/r',
      ExternalStorageLocation: '',
      ExecutionMode: 'Standard',
      ResourceGroupId: '',
      CreatedTime: '2024-01-02T03:04:05.678Z',
      LastModifiedTime: '2024-01-02T03:04:05.678Z',
    });
    const described = await call('DescribeFlow', { Name: 'greet' });
    expect({ ...described, RequestId: '' }).toEqual({ ...created, RequestId: '' });
  });

  test('accepts an empty description and a definition that names the flow', async () => {
    const { call } = openApiHome();
    const created = await call('CreateFlow', {
      ...REQUEST,
      Description: '',
      Definition: `name: greet\n${TWO_PASSES}`,
    });
    expect(created).toMatchObject({ Name: 'greet', Description: '' });
  });

  test('refuses a name that is in use', async () => {
    const { call, fail } = openApiHome();
    await call('CreateFlow', REQUEST);
    expect(await fail('CreateFlow', REQUEST)).toMatchObject({
      status: 409,
      Code: 'FlowAlreadyExists',
      Message: 'Flow greet already exists',
    });
  });

  test('refuses a definition that names another flow', async () => {
    const { fail } = openApiHome();
    expect(await fail('CreateFlow', { ...REQUEST, Definition: `name: other\n${TWO_PASSES}` })).toMatchObject({
      status: 400,
      Code: 'InvalidArgument',
      Message: `The definition's name is "other"; allowed is the flow's name, greet, or none`,
    });
  });

  test('lists the problems of a definition with their places', async () => {
    const { fail } = openApiHome();
    const Definition = 'version: v1\ntype: flow\nsteps:\n  - type: pass\n  - type: jump\n    name: a\n';
    const { Code, Message } = await fail('CreateFlow', { ...REQUEST, Definition });
    expect(Code).toBe('InvalidArgument');
    const [title, first, second] = Message.split('\n');
    expect(title).toBe('Parameter Definition is not a valid flow:');
    expect(first).toMatch(/^line 4, column \d+: steps\[0\].*: .* \(.+\)$/);
    expect(second).toMatch(/^line 5, column \d+: steps\[1\].*: .* \(.+\)$/);
  });

  test('lists ten problems at most and counts the others', async () => {
    const { fail } = openApiHome();
    const Definition = `version: v1\ntype: flow\nsteps:\n${'  - type: jump\n    name: a\n'.repeat(40)}`;
    const lines = (await fail('CreateFlow', { ...REQUEST, Definition })).Message.split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toMatch(/^and \d+ more$/);
  });

  test.each(['', '[]', '\t', 'a: &a [*a]', '\0', '!Ref a', '{'])(
    'refuses %j as a definition',
    async (Definition) => {
      const { fail } = openApiHome();
      expect(await fail('CreateFlow', { ...REQUEST, Definition })).toMatchObject({
        status: 400,
        Code: 'InvalidArgument',
      });
    },
  );

  test('refuses a definition that is too large', async () => {
    const { fail } = openApiHome({ limits: { ...DEFAULT_LIMITS, definitionBytes: 100 } });
    const Definition = `${TWO_PASSES}#${'x'.repeat(100)}`;
    expect(await fail('CreateFlow', { ...REQUEST, Definition })).toMatchObject({ Code: 'InvalidArgument' });
  });
});
