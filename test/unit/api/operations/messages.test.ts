import { expect, test } from 'vitest';
import { createApi } from '../../../../src/api/handle-request.ts';
import { openApiHome } from '../../../helpers/api-home.ts';
import { MemoryOperator } from '../../../helpers/kept-messages.ts';

const SENT = Date.parse('2024-01-02T03:04:05.678Z');
const MESSAGES = [
  { id: 'a', sentAt: SENT, kind: 'report', flowName: 'f', executionName: 'e' },
  { id: 'b', sentAt: SENT, kind: '', problem: 'message b is damaged' },
];

test('kept messages are listed page by page and dropped by their ids', async () => {
  const { call, fail } = openApiHome({ operator: new MemoryOperator(MESSAGES) });
  const first = await call('ListMessages', { Limit: 1 });
  expect(first).toMatchObject({
    IsPaused: false,
    Messages: [
      {
        MessageId: 'a',
        Kind: 'report',
        SentTime: '2024-01-02T03:04:05.678Z',
        FlowName: 'f',
        ExecutionName: 'e',
        Problem: '',
      },
    ],
  });
  const rest = await call('ListMessages', { Limit: 1, NextToken: first.NextToken ?? '' });
  expect(rest.Messages).toMatchObject([
    { MessageId: 'b', Kind: '', FlowName: '', ExecutionName: '', Problem: 'message b is damaged' },
  ]);
  expect(rest.NextToken).toBeUndefined();
  await call('DeleteMessage', { MessageId: 'a' });
  expect((await call('ListMessages', {})).Messages).toHaveLength(1);
  expect(await fail('DeleteMessage', { MessageId: 'a' })).toMatchObject({
    Code: 'InvalidArgument',
    Message: 'Parameter MessageId names no message that is kept',
  });
});

test('a paused home goes on once it is resumed', async () => {
  const { call } = openApiHome({ operator: new MemoryOperator([], true) });
  expect(await call('ListMessages', {})).toMatchObject({ IsPaused: true });
  expect(await call('ResumeServer', {})).toMatchObject({ WasPaused: true });
  expect(await call('ResumeServer', {})).toMatchObject({ WasPaused: false });
});

test('data are backed up where some are kept', async () => {
  const operator = new MemoryOperator();
  const { call, fail } = openApiHome({ operator });
  expect(await fail('BackUpData', {})).toMatchObject({ Code: 'PreconditionFailed' });
  operator.folder = '/data/backup-1';
  expect(await call('BackUpData', {})).toMatchObject({ Folder: '/data/backup-1' });
});

test.each([
  ['ListMessages', {}],
  ['DeleteMessage', { MessageId: 'a' }],
  ['ResumeServer', {}],
  ['BackUpData', {}],
] as const)('%s is no operation of a home whose operators have other means', async (operation, request) => {
  const { operator: _, ...others } = openApiHome().services;
  const { status, body } = await createApi(others)({
    method: 'POST',
    path: `/${operation}`,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  expect([status, JSON.parse(body).Code]).toEqual([400, 'ActionNotSupported']);
});
