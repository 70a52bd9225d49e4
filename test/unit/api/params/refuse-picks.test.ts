import { expect, test } from 'vitest';
import { TWO_PASSES } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const FLOW = { Name: 'f', Definition: TWO_PASSES, Description: '', Type: 'FDL' } as const;

async function call(
  action: 'StartExecution' | 'DescribeExecution',
  binding: 'rpc' | 'json',
  more: Readonly<Record<string, string>>,
) {
  const home = openApiHome();
  await home.call('CreateFlow', FLOW);
  await home.call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
  const given = { FlowName: 'f', ExecutionName: 'e', ...more };
  const rpc = new URLSearchParams({ Action: action, Version: '2019-03-15', ...given });
  const request =
    binding === 'json'
      ? {
          path: `/${action}`,
          query: '',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(given),
        }
      : { path: '/', query: rpc.toString(), headers: {}, body: '' };
  const response = await home.api({ method: 'POST', ...request });
  return { status: response.status, body: JSON.parse(response.body) };
}

test.each(['rpc', 'json'] as const)('The newest version may be named (%s)', async (binding) => {
  for (const Qualifier of ['', 'LATEST'])
    expect(await call('StartExecution', binding, { Qualifier })).toMatchObject({ status: 200 });
});

test.each([
  ['rpc', 'Qualifier', '1'],
  ['json', 'Qualifier', 'live'],
  ['rpc', 'FlowVersion', '2'],
  ['json', 'MapRunName', 'm'],
] as const)(
  'A call that picks where nothing can be picked is refused (%s, %s=%s)',
  async (binding, name, value) => {
    const { status, body } = await call('DescribeExecution', binding, { [name]: value });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringContaining(`${name} is "${value}"`),
    });
  },
);
