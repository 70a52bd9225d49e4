import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ECHO, TWO_PASSES } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const FLOW = { Name: 'f', Definition: TWO_PASSES, Description: '', Type: 'FDL' } as const;

describe('DescribeRegions', () => {
  test('answers one region: that of the deployment, at the host that was asked', async () => {
    const { call } = openApiHome({ region: 'eu-central-1' });
    const only = { RegionId: 'eu-central-1', LocalName: 'eu-central-1', RegionEndpoint: 'api.test' };
    expect((await call('DescribeRegions', { AcceptLanguage: 'zh-CN' })).Regions).toEqual({ Region: [only] });
  });

  test('calls a home that is in no region local', async () => {
    const { call } = openApiHome();
    expect((await call('DescribeRegions', {})).Regions.Region[0]?.RegionId).toBe('local');
  });
});

describe('the execution mode of a flow', () => {
  test('is Standard unless it is given, and stays through updates', async () => {
    const { call } = openApiHome();
    expect((await call('CreateFlow', { ...FLOW, Name: 'plain' })).ExecutionMode).toBe('Standard');
    expect((await call('CreateFlow', { ...FLOW, ExecutionMode: 'Express' })).ExecutionMode).toBe('Express');
    expect((await call('UpdateFlow', { Name: 'f', Description: 'other' })).ExecutionMode).toBe('Express');
  });

  test('Express runs as any other, with a history', async () => {
    const { call, settle } = openApiHome();
    await call('CreateFlow', { ...FLOW, Definition: ECHO, ExecutionMode: 'Express' });
    const ended = call('StartSyncExecution', { FlowName: 'f', ExecutionName: 'e', Input: '{"a":1}' });
    await nextTurn();
    await settle();
    expect(await ended).toMatchObject({ Status: 'Succeeded', Output: '{"said":{"a":1}}' });
    const { Events } = await call('GetExecutionHistory', { FlowName: 'f', ExecutionName: 'e' });
    expect(Events.length).toBeGreaterThan(2);
  });

  test('is refused when it is another, and by UpdateFlow', async () => {
    const { call, fail } = openApiHome();
    expect(await fail('CreateFlow', { ...FLOW, ExecutionMode: 'express' })).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringContaining('Standard, Express'),
    });
    await call('CreateFlow', FLOW);
    expect(await fail('UpdateFlow', { Name: 'f', ExecutionMode: 'Express' })).toMatchObject({
      Code: 'InvalidArgument',
    });
  });
});

test('the resource group of a flow is kept and shown', async () => {
  const { call } = openApiHome();
  expect((await call('CreateFlow', FLOW)).ResourceGroupId).toBe('');
  const created = await call('CreateFlow', { ...FLOW, Name: 'g', ResourceGroupId: 'rg-1' });
  expect(created.ResourceGroupId).toBe('rg-1');
  expect((await call('UpdateFlow', { Name: 'g', Description: 'x' })).ResourceGroupId).toBe('rg-1');
});

test('ListExecutions leaves the large texts out where only metadata are asked for', async () => {
  const { call, settle } = openApiHome();
  await call('CreateFlow', { ...FLOW, Definition: ECHO });
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'e', Input: '{"a":1}' });
  await settle();
  const [bare] = (await call('ListExecutions', { FlowName: 'f', MetadataOnly: true })).Executions;
  expect(bare).toMatchObject({ Name: 'e', Status: 'Succeeded', FlowDefinition: '', Input: '', Output: '' });
  const [whole] = (await call('ListExecutions', { FlowName: 'f', MetadataOnly: false })).Executions;
  expect(whole).toMatchObject({ FlowDefinition: ECHO, Input: '{"a":1}', Output: '{"said":{"a":1}}' });
});
