import { describe, expect, test } from 'vitest';
import { ECHO } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const flow = (Name: string) => ({ Name, Definition: ECHO, Description: '', Type: 'FDL' }) as const;
const LabelMappings = '{"orderId":"$input.order.id"}';

describe('labels', () => {
  test('of a start and of the input find an execution, over one flow or all', async () => {
    const { call } = openApiHome();
    for (const name of ['f', 'g']) await call('CreateFlow', { ...flow(name), LabelMappings });
    for (const [FlowName, id] of [
      ['f', 'ORD-1'],
      ['g', 'ORD-1'],
      ['g', 'ORD-2'],
    ] as const) {
      const Input = JSON.stringify({ order: { id } });
      const Labels = JSON.stringify({ by: FlowName });
      await call('StartExecution', { FlowName, ExecutionName: `e-${id}`, Input, Labels });
    }
    const found = async (request: object) => {
      const { Executions } = await call('ListExecutions', request);
      return Executions.map(({ FlowName, Name, Labels }) => [FlowName, Name, Labels]);
    };
    const one = ['f', 'e-ORD-1', '{"by":"f","orderId":"ORD-1"}'];
    const other = ['g', 'e-ORD-1', '{"by":"g","orderId":"ORD-1"}'];
    expect(await found({ Label: 'orderId=ORD-1' })).toEqual([other, one]);
    expect(await found({ Label: 'orderId=ORD-1', FlowName: 'f' })).toEqual([one]);
    expect(await found({ Label: 'by=f' })).toEqual([one]);
    expect(await found({ Label: 'orderId=ORD-3' })).toEqual([]);
  });

  test('may be given as an object, and are answered as text', async () => {
    const { call } = openApiHome();
    await call('CreateFlow', flow('f'));
    const Labels = { orderId: 7 } as never;
    expect(await call('StartExecution', { FlowName: 'f', ExecutionName: 'e', Labels })).toMatchObject({
      Labels: '{"orderId":"7"}',
    });
    expect(await call('DescribeExecution', { FlowName: 'f', ExecutionName: 'e' })).toMatchObject({
      Labels: '{"orderId":"7"}',
    });
  });

  test('mappings of a flow are changed as a whole, and given up by an empty object', async () => {
    const { call } = openApiHome();
    expect(await call('CreateFlow', { ...flow('f'), LabelMappings })).toMatchObject({ LabelMappings });
    expect(await call('UpdateFlow', { Name: 'f', Description: 'x' })).toMatchObject({ LabelMappings });
    const changed = '{"a":"$input.a"}';
    expect(await call('UpdateFlow', { Name: 'f', LabelMappings: changed })).toMatchObject({
      LabelMappings: changed,
    });
    expect(await call('UpdateFlow', { Name: 'f', LabelMappings: '{}' })).not.toHaveProperty('LabelMappings');
    expect(await call('StartExecution', { FlowName: 'f' })).not.toHaveProperty('Labels');
  });

  test('that can be none are refused, and nothing starts', async () => {
    const { call, fail } = openApiHome();
    await call('CreateFlow', flow('f'));
    expect(await fail('StartExecution', { FlowName: 'f', Labels: '{"order id":"1"}' })).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringContaining('Parameter Labels names "order id"; allowed is'),
    });
    expect((await call('ListExecutions', {})).Executions).toEqual([]);
  });
});
