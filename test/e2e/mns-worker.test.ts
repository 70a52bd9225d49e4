import { afterEach, expect, test } from 'vitest';
import { mnsRequest, textOf } from '../helpers/mns-wire.ts';
import { callApi, openServer } from './local-helpers.ts';

// The queue document of the original's guides: its flow, and what its worker sends and expects, request by request.

const FLOW = `version: v1
type: flow
steps:
  - type: task
    name: Task_1
    resourceArn: acs:mns:::/queues/fnf-demo/messages
    pattern: waitForCallback
    inputMappings:
      - target: task_token
        source: $context.task.token
      - target: key
        source: value
    serviceParams:
      MessageBody: $
      Priority: 1
`;

const KEY = { accessKeyId: 'fdl', accessKeySecret: 'secret' };

let stop: () => Promise<void> = async () => {};

afterEach(() => stop());

test('the worker of the queue document does its task and ends the execution', async () => {
  const server = await openServer({}, { mnsPort: 0 });
  stop = server.close;
  const call = (method: string, target: string) => mnsRequest(server.mns ?? '', method, target);
  const running = server.run(FLOW);
  let answer = await call('GET', '/queues/fnf-demo/messages?waitseconds=10');
  // The queue begins to exist with the first message; until then the worker prints an error and goes on.
  while (textOf(answer.body, 'Code') === 'QueueNotExist') {
    answer = await call('GET', '/queues/fnf-demo/messages?waitseconds=10');
  }
  expect(answer.status).toBe(200);
  expect(textOf(answer.body, 'Priority')).toBe('1');
  const { task_token: TaskToken, key } = JSON.parse(textOf(answer.body, 'MessageBody'));
  expect(key).toBe('value');
  await callApi(server.api, 'ReportTaskSucceeded', { TaskToken, Output: '{"key": "value"}' });
  const handle = textOf(answer.body, 'ReceiptHandle');
  expect((await call('DELETE', `/queues/fnf-demo/messages?ReceiptHandle=${handle}`)).status).toBe(204);
  expect(await running).toMatchObject({ Status: 'Succeeded', Output: '{"key":"value"}' });
  const none = await call('GET', '/queues/fnf-demo/messages?waitseconds=1');
  expect([none.status, textOf(none.body, 'Code')]).toEqual([404, 'MessageNotExist']);
});

test('with a key, a worker that has another one is turned away', async () => {
  const server = await openServer({}, { mnsPort: 0, credentials: KEY });
  stop = server.close;
  const request = (secret: string) =>
    mnsRequest(server.mns ?? '', 'PUT', '/queues/jobs', { key: { id: 'fdl', secret } });
  expect((await request('secret')).status).toBe(201);
  expect(textOf((await request('guessed')).body, 'Code')).toBe('SignatureDoesNotMatch');
});
