import { afterEach, expect, test } from 'vitest';
import { wholeVariable } from '../helpers/whole-number.ts';
import { openServer, type TestServer } from './local-helpers.ts';

const AT_ONCE = wholeVariable('FDL_AT_ONCE', 1, 250);

let server: TestServer | undefined;

afterEach(async () => {
  await server?.close();
});

const FLOW = `
version: v1
type: flow
steps:
  - { type: task, name: a, resourceArn: "acs:fc:::services/shop/functions/count" }
  - { type: wait, name: rest, duration: 1 }
  - { type: task, name: b, resourceArn: "acs:fc:::services/shop/functions/count" }
`;

test(`${AT_ONCE} executions started at once all end as they should`, async () => {
  server = await openServer({
    'shop/count.js': 'exports.handler = async ({ count = 0 }) => ({ count: count + 1 })',
  });
  const { call, lines } = server;
  await call('CreateFlow', { Name: 'many', Definition: FLOW, Description: '', Type: 'FDL' });
  const names = Array.from({ length: AT_ONCE }, (_, index) => `run-${index}`);
  await Promise.all(
    names.map((ExecutionName) =>
      call('StartExecution', { FlowName: 'many', ExecutionName, Input: '{"count":1}' }),
    ),
  );
  const ended = await Promise.all(
    names.map((ExecutionName) =>
      call('DescribeExecution', { FlowName: 'many', ExecutionName, WaitTimeSeconds: 60 }),
    ),
  );
  expect(new Set(ended.map(({ Status }) => Status))).toEqual(new Set(['Succeeded']));
  expect(new Set(ended.map(({ Output }) => Output))).toEqual(new Set(['{"count":3}']));
  expect(lines).toEqual([]);
});
