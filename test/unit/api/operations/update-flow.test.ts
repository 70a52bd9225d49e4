import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../../src/ports/flow-store.ts';
import { MemoryFlowStore } from '../../../../src/testing/memory/flow-store.ts';
import { ECHO, TWO_PASSES } from '../../../helpers/api-flows.ts';
import { type ApiHome, openApiHome } from '../../../helpers/api-home.ts';

/** Flows that another caller updates just before each of the first writes. */
class ContendedFlowStore extends MemoryFlowStore {
  #others: number;

  constructor(others: number) {
    super();
    this.#others = others;
  }

  override async updateFlow(flow: FlowRecord): Promise<boolean> {
    const stored = await this.readFlow(flow.name);
    if (this.#others > 0 && stored !== undefined) {
      this.#others -= 1;
      await super.updateFlow({ ...stored, version: stored.version + 1, roleArn: `other ${this.#others}` });
    }
    return await super.updateFlow(flow);
  }
}

async function created(home: ApiHome): Promise<ApiHome> {
  await home.call('CreateFlow', {
    Name: 'f',
    Definition: TWO_PASSES,
    Description: 'd',
    Type: 'FDL',
    RoleArn: 'r',
  });
  return home;
}

describe('UpdateFlow', () => {
  test('changes what is given and keeps the rest', async () => {
    const { call, clock } = await created(openApiHome());
    const before = await call('DescribeFlow', { Name: 'f' });
    await clock.advanceBy(1_000);
    const after = await call('UpdateFlow', { Name: 'f', Definition: ECHO });
    expect(after).toEqual({
      ...before,
      RequestId: after.RequestId,
      Definition: ECHO,
      LastModifiedTime: '2024-01-02T03:04:06.678Z',
    });
  });

  test('an empty text is a value', async () => {
    const { call } = await created(openApiHome());
    const after = await call('UpdateFlow', { Name: 'f', Description: '', RoleArn: '' });
    expect(after).toMatchObject({ Description: '', RoleArn: '', Definition: TWO_PASSES });
  });

  test('leaves executions with the definition they started with', async () => {
    const { call } = await created(openApiHome());
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
    await call('UpdateFlow', { Name: 'f', Definition: ECHO });
    const { FlowDefinition } = await call('DescribeExecution', { FlowName: 'f', ExecutionName: 'e' });
    expect(FlowDefinition).toBe(TWO_PASSES);
  });

  test('refuses an invalid definition and one that names another flow', async () => {
    const { fail } = await created(openApiHome());
    expect(await fail('UpdateFlow', { Name: 'f', Definition: 'steps: 1' })).toMatchObject({
      Code: 'InvalidArgument',
    });
    expect(await fail('UpdateFlow', { Name: 'f', Definition: `name: g\n${ECHO}` })).toMatchObject({
      Code: 'InvalidArgument',
    });
  });

  test('refuses a flow that does not exist', async () => {
    const { fail } = openApiHome();
    expect(await fail('UpdateFlow', { Name: 'f' })).toMatchObject({ status: 404, Code: 'FlowNotExists' });
  });

  test('goes on from what others wrote meanwhile', async () => {
    const { call } = await created(openApiHome({ flows: new ContendedFlowStore(4) }));
    const after = await call('UpdateFlow', { Name: 'f', Description: 'mine' });
    expect(after).toMatchObject({ Description: 'mine', RoleArn: 'other 0' });
  });

  test('gives up when others are always faster', async () => {
    const { fail } = await created(openApiHome({ flows: new ContendedFlowStore(9) }));
    expect(await fail('UpdateFlow', { Name: 'f', Description: 'mine' })).toMatchObject({
      status: 409,
      Code: 'ConcurrentUpdateError',
    });
  });
});
