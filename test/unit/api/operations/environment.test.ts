import { describe, expect, test } from 'vitest';
import { TWO_PASSES } from '../../../helpers/api-flows.ts';
import { type ApiHome, openApiHome } from '../../../helpers/api-home.ts';

const FLOW = { Name: 'f', Definition: TWO_PASSES, Description: '', Type: 'FDL' } as const;
const WITH_TEXT = { Variables: [{ Name: 'lamp', Value: 'on', Description: 'of the tower' }] };
const OF_EXECUTIONS = { Variables: [{ Name: 'lamp', Value: 'on' }] };

async function run({ call, settle }: ApiHome, ExecutionName: string) {
  await call('StartExecution', { FlowName: 'f', ExecutionName });
  await settle();
  return await call('DescribeExecution', { FlowName: 'f', ExecutionName });
}

describe('the environment of a flow', () => {
  test('comes as an object or its text, and is kept and shown with the flow', async () => {
    const { call } = openApiHome();
    const created = await call('CreateFlow', { ...FLOW, Environment: JSON.stringify(WITH_TEXT) });
    expect(created.Environment).toEqual(WITH_TEXT);
    await call('UpdateFlow', { Name: 'f', Description: 'other' });
    expect((await call('DescribeFlow', { Name: 'f' })).Environment).toEqual(WITH_TEXT);
    expect((await call('UpdateFlow', { Name: 'f', Environment: OF_EXECUTIONS })).Environment).toEqual(
      OF_EXECUTIONS,
    );
    expect((await call('ListFlows', {})).Flows[0]?.Environment).toEqual(OF_EXECUTIONS);
    expect(await call('UpdateFlow', { Name: 'f', Environment: '' })).not.toHaveProperty('Environment');
  });

  test('is shown with executions as it was at their start', async () => {
    const home = openApiHome();
    await home.call('CreateFlow', { ...FLOW, Environment: WITH_TEXT });
    expect((await run(home, 'before')).Environment).toEqual(OF_EXECUTIONS);
    await home.call('UpdateFlow', { Name: 'f', Environment: '' });
    expect(await run(home, 'after')).not.toHaveProperty('Environment');
    const { Executions } = await home.call('ListExecutions', { FlowName: 'f' });
    const shown = new Map(Executions.map(({ Name, Environment }) => [Name, Environment]));
    expect(shown.get('before')).toEqual(OF_EXECUTIONS);
    expect(shown.get('after')).toBeUndefined();
  });

  test.each([
    ['no JSON', '{', 'Parameter Environment '],
    ['a list', [], 'is not of the form {"Variables":'],
    ['variables that are no list', { Variables: {} }, 'is not of the form'],
    ['a variable without a name', { Variables: [{ Value: 'secret' }] }, 'no allowed variable 1'],
    ['an empty name', { Variables: [{ Name: '', Value: 'secret' }] }, 'no allowed variable 1'],
    ['a number as value', { Variables: [{ Name: 'a', Value: 7 }] }, 'no allowed variable 1'],
    [
      'a value of 4,097 characters',
      { Variables: [{ Name: 'a', Value: 'v'.repeat(4_097) }] },
      'no allowed variable 1',
    ],
    ['a text as variable', { Variables: ['secret'] }, 'no allowed variable 1'],
    [
      'a name twice',
      { Variables: [{ Name: 'a' }, { Name: 'a', Value: 'secret' }] },
      'two variables of the name of variable 2',
    ],
    [
      '101 variables',
      { Variables: Array.from({ length: 101 }, (_, n) => ({ Name: `n${n}` })) },
      'more than 100 variables',
    ],
  ])('is refused as %s, and no value is repeated', async (_title, Environment, message) => {
    const { fail, logged } = openApiHome();
    const failed = await fail('CreateFlow', { ...FLOW, Environment });
    expect(failed).toMatchObject({ Code: 'InvalidArgument', Message: expect.stringContaining(message) });
    expect(JSON.stringify([failed, logged])).not.toContain('secret');
  });
});
