import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mnsRequest } from '../helpers/mns-wire.ts';
import { openServer, type TestServer } from './local-helpers.ts';

const MIRROR_IN_PYTHON = `
import json
def handler(environ, start_response):
    context = environ["fc.context"]
    size = int(environ.get("CONTENT_LENGTH", 0) or 0)
    seen = {key: environ[key] for key in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "HTTP_X_LAMP", "REMOTE_ADDR", "fc.request_uri")}
    seen["body"] = environ["wsgi.input"].read(size).decode()
    seen["function"] = context.service.name + "/" + context.function.name
    seen["hasId"] = len(context.request_id) > 10
    start_response("201 Created", [("Content-Type", "application/json"), ("X-Bell", "1"), ("Connection", "close")])
    return [json.dumps(seen).encode(), b"\\n"]
`;
const MIRROR = `
exports.handler = (request, response, context) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const { method, path, url, queries, clientIP } = request;
    const seen = { method, path, url, queries, clientIP, lamp: request.headers['x-lamp'], body: Buffer.concat(pieces).toString(), function: context.service.name + '/' + context.function.name };
    response.setStatusCode(201);
    response.setHeader('X-Bell', '1');
    response.setHeader('X-Gone', '1');
    response.deleteHeader('x-gone');
    response.send(JSON.stringify(seen));
    response.send('too late');
  });
};
`;
/** As the vendor's guide to topics prints it, with the address of this service in place of the one made of the region. */
const CALLBACK = `
import json
import urllib.request
def handler(environ, start_response):
    try:
        request_body_size = int(environ.get("CONTENT_LENGTH", 0))
    except ValueError:
        request_body_size = 0
    body = json.loads(environ["wsgi.input"].read(request_body_size))
    message = json.loads(body["Message"])
    context = environ["fc.context"]
    creds = context.credentials
    report = {"TaskToken": message["taskToken"], "Output": json.dumps({"status": "success", "key": creds.access_key_id})}
    asked = urllib.request.Request(context.api + "/ReportTaskSucceeded", json.dumps(report).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(asked).read()
    start_response("200 OK", [("Content-type", "text/plain")])
    return [b"OK"]
`;
const TOPIC_FLOW = `version: v1
type: flow
steps:
  - type: task
    name: mns-topic-task
    resourceArn: acs:mns:::/topics/bells/messages
    pattern: waitForCallback
    inputMappings:
      - target: messageBody
        source: $input.messageBody
      - target: taskToken
        source: $context.task.token
    outputMappings:
      - target: status
        source: $local.status
    serviceParams:
      MessageBody: $
`;

let server: TestServer;
beforeAll(async () => {
  server = await openServer(
    {
      'tower/mirror.js': MIRROR,
      'tower/mirror_python.py': MIRROR_IN_PYTHON,
      'tower/callback.py': CALLBACK,
      'tower/raises.py': 'def handler(environ, start_response):\n    raise ValueError("cracked")\n',
      'tower/silent.py': 'def handler(environ, start_response):\n    return []\n',
      'tower/rejects.mjs':
        'export const handler = async (request, response, context) => { throw new TypeError("cracked"); };',
      'tower/odd.mjs':
        'export const handler = (request, response, context) => { response.setHeader("x\\n", "1"); response.send("x"); };',
      'tower/wide.mjs':
        'export const handler = (request, response, context) => response.send("x".repeat(7e6));',
      'tower/both.py':
        'def handler(event, context):\n    if callable(context):\n        context("200 OK", [])\n        return ["by url"]\n    return {"by": "flow"}\n',
      'tower.v2/both.mjs': 'export const handler = (request, response, context) => response.send("v2");',
    },
    { mnsPort: 0 },
  );
});
afterAll(() => server.close());

const at = (path: string) => `${server.api}${path}`;

describe('an HTTP function', () => {
  test('in Python gets the request by the rules of WSGI', async () => {
    const headers = { 'content-type': 'text/plain', 'x-lamp': 'on' };
    const answer = await fetch(at('/fc/tower/mirror_python/a%20b/c?x=1&y=%2B'), {
      method: 'PUT',
      headers,
      body: 'ünï',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-bell')).toBe('1');
    expect(await answer.json()).toEqual({
      REQUEST_METHOD: 'PUT',
      PATH_INFO: '/a b/c',
      QUERY_STRING: 'x=1&y=%2B',
      CONTENT_TYPE: 'text/plain',
      HTTP_X_LAMP: 'on',
      REMOTE_ADDR: '127.0.0.1',
      'fc.request_uri': '/fc/tower/mirror_python/a%20b/c?x=1&y=%2B',
      body: 'ünï',
      function: 'tower/mirror_python',
      hasId: true,
    });
  });

  test('in Node.js gets request, response and context', async () => {
    const answer = await fetch(at('/fc/tower/mirror?x=1'), {
      method: 'POST',
      headers: { 'x-lamp': 'on' },
      body: 'ünï',
    });
    expect(answer.status).toBe(201);
    expect([answer.headers.get('x-bell'), answer.headers.get('x-gone')]).toEqual(['1', null]);
    expect(await answer.json()).toEqual({
      method: 'POST',
      path: '/',
      url: '/fc/tower/mirror?x=1',
      queries: { x: '1' },
      clientIP: '127.0.0.1',
      lamp: 'on',
      body: 'ünï',
      function: 'tower/mirror',
    });
  });

  test.each([
    ['the address of the original', '/2016-08-15/proxy/tower.v2/both/', 'v2'],
    ['a qualifier', '/fc/tower.v2/both', 'v2'],
    ['LATEST', '/fc/tower.LATEST/both', 'by url'],
  ])('is found by %s', async (_title, path, text) => {
    expect(await (await fetch(at(path))).text()).toBe(text);
  });

  test('is the same function that flows call, as an event function', async () => {
    const definition =
      'version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: acs:fc:::services/tower/functions/both\n    outputMappings: [{ target: by, source: $local.by }]\n';
    expect(await server.run(definition)).toMatchObject({ Output: '{"by":"flow"}' });
  });

  test.each([
    ['raises', '/fc/tower/raises', 502, 'ValueError: {"errorMessage":"cracked"'],
    ['rejects', '/fc/tower/rejects', 502, 'TypeError: {"errorMessage":"cracked"'],
    ['starts no response', '/fc/tower/silent', 502, 'without a call of start_response'],
    ['sets a header that cannot be sent', '/fc/tower/odd', 502, 'cannot be sent over HTTP'],
    ['answers more than a result may have', '/fc/tower/wide', 502, 'bytes'],
    ['is missing', '/fc/tower/nobody', 404, 'FC.FunctionNotFound'],
    ['leads out of the folder', '/fc/tower/..%2F..%2Fetc', 404, 'FC.'],
    ['has a broken escape', '/fc/tower/%ff', 400, 'percent-encoded'],
  ])('that %s is told of', async (_title, path, status, text) => {
    const answer = await fetch(at(path));
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(text);
  });

  test('takes no more than a request of the API', async () => {
    const answer = await fetch(at('/fc/tower/mirror'), { method: 'POST', body: 'x'.repeat(11_000_000) });
    expect(answer.status).toBe(413);
  });

  test('is not called by pages of others, and its own pages run apart from the console', async () => {
    const refused = async (headers: Record<string, string>) => {
      return new Promise<number | undefined>((resolve, reject) => {
        const asked = request(at('/fc/tower/both'), { headers }, (answer) =>
          resolve(answer.resume().statusCode),
        );
        asked.on('error', reject).end();
      });
    };
    expect(await refused({ origin: 'https://evil.example' })).toBe(403);
    expect(await refused({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await refused({ host: 'evil.example' })).toBe(403);
    expect(await refused({ 'user-agent': 'Mozilla/5.0 (old)' })).toBe(403);
    const answer = await fetch(at('/fc/tower/both'));
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });
});

test("a topic that is subscribed to the URL calls the guide's function, which reports", async () => {
  const mns = server.mns ?? '';
  const fields = `<Endpoint>${at('/fc/tower/callback/')}</Endpoint><NotifyContentFormat>JSON</NotifyContentFormat>`;
  const body = `<Subscription xmlns="http://mns.aliyuncs.com/doc/v1/">${fields}</Subscription>`;
  expect((await mnsRequest(mns, 'PUT', '/topics/bells')).status).toBe(201);
  expect((await mnsRequest(mns, 'PUT', '/topics/bells/subscriptions/ringer', { body })).status).toBe(201);
  expect(await server.run(TOPIC_FLOW, { messageBody: 'ring' })).toMatchObject({
    Status: 'Succeeded',
    Output: '{"status":"success"}',
  });
});
