import { describe, expect, test } from 'vitest';
import { openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';
import { TWO_PASSES } from '../../../helpers/api-flows.ts';
import { HOME_START, openApiHome } from '../../../helpers/api-home.ts';

async function withFlows(...names: string[]) {
  const home = openApiHome();
  for (const Name of names) {
    await home.call('CreateFlow', { Name, Definition: TWO_PASSES, Description: '', Type: 'FDL' });
  }
  return home;
}

describe('ListFlows', () => {
  test('answers an empty list', async () => {
    const { call } = openApiHome();
    expect(await call('ListFlows', { RequestId: 'mine' } as object)).toEqual({
      Flows: [],
      RequestId: 'mine',
    });
  });

  test('answers every flow once, page by page, in order of names', async () => {
    const { call } = await withFlows('c', 'a', 'e', 'B', 'd');
    const names: string[] = [];
    let page = await call('ListFlows', { Limit: 2 });
    for (
      ;
      page.NextToken !== undefined;
      page = await call('ListFlows', { Limit: 2, NextToken: page.NextToken })
    ) {
      names.push(...page.Flows.map(({ Name }) => Name));
    }
    names.push(...page.Flows.map(({ Name }) => Name));
    expect(names).toEqual(['B', 'a', 'c', 'd', 'e']);
    expect(page).not.toHaveProperty('NextToken');
  });

  test('answers 60 flows unless told otherwise', async () => {
    const { call } = await withFlows(...Array.from({ length: 61 }, (_, index) => `f${index}`));
    expect((await call('ListFlows', {})).Flows).toHaveLength(60);
    expect((await call('ListFlows', { Limit: 999 })).Flows).toHaveLength(61);
  });

  test('tells how executions have ended of late where it is asked for, and counted', async () => {
    const stores = openEmbeddedStores('memory', createVirtualClock(HOME_START));
    const { call } = await withFlows('a');
    const counting = openApiHome({ flowCounts: stores.flowCounts });
    await counting.call('CreateFlow', { Name: 'a', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
    await counting.call('StartExecution', { FlowName: 'a', ExecutionName: 'one' });
    await counting.settle();

    const time = '2024-01-02T03:04:05.678Z';
    const [counted] = (await counting.call('ListFlows', { WithCounts: true })).Flows;
    expect(counted?.Counts).toEqual({
      Running: 0,
      MoreRunning: false,
      Succeeded: 1,
      Failed: 0,
      TimedOut: 0,
      Stopped: 0,
      MedianMilliseconds: 1,
      P95Milliseconds: 1,
      LastEnded: { Name: 'one', Status: 'Succeeded', StartedTime: time, StoppedTime: time },
    });
    expect((await counting.call('ListFlows', {})).Flows[0]).not.toHaveProperty('Counts');
    expect((await call('ListFlows', { WithCounts: true })).Flows[0]).not.toHaveProperty('Counts');
    await stores.close();
  });

  test('refuses a token of another list', async () => {
    const { fail } = openApiHome();
    expect(await fail('ListFlows', { NextToken: 'made-up' })).toMatchObject({
      status: 400,
      Code: 'InvalidArgument',
      Message: 'Parameter NextToken is not the token of an earlier page of this list',
    });
  });

  test('answers the flows of one resource group, and all without one', async () => {
    const { call } = await withFlows('a');
    const more = { Definition: TWO_PASSES, Description: '', Type: 'FDL', ResourceGroupId: 'rg-1' } as const;
    await call('CreateFlow', { Name: 'b', ...more });
    const names = async (ResourceGroupId: string) =>
      (await call('ListFlows', { ResourceGroupId })).Flows.map(({ Name }) => Name);
    expect(await names('rg-1')).toEqual(['b']);
    expect(await names('rg-2')).toEqual([]);
    expect(await names('')).toEqual(['a', 'b']);
  });
});
