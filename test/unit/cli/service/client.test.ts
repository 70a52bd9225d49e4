import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { signRpc } from '../../../../src/api/protocol/rpc-signature.ts';
import { CliError } from '../../../../src/cli/cli-error.ts';
import { createClient } from '../../../../src/cli/service/client.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Seen {
  readonly url: string | undefined;
  readonly method: string | undefined;
  readonly authorization: string | undefined;
  readonly text: string;
  readonly body: unknown;
}

let server: Server | undefined;
afterEach(() => server?.closeAllConnections());
afterEach(() => void server?.close());

/** A peer that answers each request with the next answer, or breaks the connection where there is none. */
async function peer(answers: readonly (Answer | undefined)[]) {
  const seen: Seen[] = [];
  server = createServer(async (request: IncomingMessage, response) => {
    const { url, method, headers } = request;
    const answer = answers[seen.length];
    const text = await readAll(request);
    const isJson = headers['content-type'] === 'application/json';
    const body: unknown = isJson ? JSON.parse(text) : undefined;
    seen.push({ url, method, authorization: headers.authorization, text, body });
    if (answer === undefined) return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, seen };
}

const refusal = (status: number, Code: string): Answer => ({
  status,
  body: JSON.stringify({ Code, Message: 'told why', RequestId: 'r-1', HostId: 'h' }),
});

const failureOf = async (call: Promise<unknown>): Promise<CliError> => {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof CliError) return thrown;
  throw new Error(`expected a CliError, got ${thrown}`);
};

test('a call posts its parameters as JSON to the operation', async () => {
  const { endpoint, seen } = await peer([{ status: 200, body: '{"RequestId":"r","EventId":7}' }]);
  const answer = await createClient({ endpoint }).call('ReportTaskSucceeded', {
    TaskToken: 't',
    Output: '{}',
  });
  expect(answer.EventId).toBe(7);
  expect(seen).toEqual([
    {
      url: '/ReportTaskSucceeded',
      method: 'POST',
      authorization: undefined,
      text: '{"TaskToken":"t","Output":"{}"}',
      body: { TaskToken: 't', Output: '{}' },
    },
  ]);
});

test('a key signs the call as the RPC protocol does, and its secret does not travel', async () => {
  const { endpoint, seen } = await peer([{ status: 200, body: '{"Flows":[]}' }]);
  const credentials = { accessKeyId: 'me', accessKeySecret: 's3cret' };
  await createClient({ endpoint, credentials }).call('ListFlows', { Limit: 5 });
  const form = new Map(new URLSearchParams(seen[0]?.text));
  expect(seen[0]).toMatchObject({ url: '/', method: 'POST', authorization: undefined });
  expect(Object.fromEntries(form)).toMatchObject({ Action: 'ListFlows', Limit: '5', AccessKeyId: 'me' });
  expect(form.get('Signature')).toBe(signRpc('POST', form, 's3cret'));
  expect(seen[0]?.text).not.toContain('s3cret');
});

test.each([
  [403, 'AccessDenied'],
  [404, 'InternalServerError'],
])('a gateway that answers %i by itself is no success', async (status, code) => {
  const { endpoint } = await peer([{ status, body: '{"message":"told why"}' }]);
  const error = await failureOf(createClient({ endpoint }).call('DeleteFlow', { Name: 'x' }));
  expect(error.code).toBe(code);
  expect(error.message).toContain(`refused DeleteFlow with HTTP ${status}: told why`);
});

test('a read that the gateway throttles is tried again', async () => {
  const { endpoint, seen } = await peer([
    { status: 429, body: '{"message":"Too Many Requests"}' },
    { status: 200, body: '{"Flows":[]}' },
  ]);
  expect(await createClient({ endpoint }).call('ListFlows', {})).toEqual({ Flows: [] });
  expect(seen).toHaveLength(2);
});

test('what is refused because there is too much to do is tried again', async () => {
  const { endpoint, seen } = await peer([refusal(429, 'ResourceThrottled'), { status: 200, body: '{}' }]);
  const named = { FlowName: 'f', ExecutionName: 'run' };
  expect(await createClient({ endpoint }).call('StartExecution', named)).toEqual({});
  expect(seen).toHaveLength(2);
});

test('a start without a name is not tried again: it might start twice', async () => {
  const { endpoint, seen } = await peer([refusal(429, 'ResourceThrottled'), { status: 200, body: '{}' }]);
  const error = await failureOf(createClient({ endpoint }).call('StartExecution', { FlowName: 'f' }));
  expect(error).toMatchObject({ code: 'ResourceThrottled' });
  expect(seen).toHaveLength(1);
});

test('a refusal becomes an error with code, message and request id', async () => {
  const { endpoint } = await peer([refusal(404, 'FlowNotExists')]);
  const error = await failureOf(createClient({ endpoint }).call('DescribeFlow', { Name: 'x' }));
  expect(error).toMatchObject({
    message: 'FlowNotExists: told why',
    code: 'FlowNotExists',
    requestId: 'r-1',
    exitCode: 3,
  });
});

test('a read is tried again when the connection broke or the server failed', async () => {
  const { endpoint, seen } = await peer([
    undefined,
    refusal(500, 'InternalServerError'),
    { status: 200, body: '{}' },
  ]);
  await createClient({ endpoint }).call('ListFlows', {});
  expect(seen).toHaveLength(3);
});

test('a read that is refused for good is not repeated', async () => {
  const { endpoint, seen } = await peer([refusal(400, 'InvalidArgument')]);
  await failureOf(createClient({ endpoint }).call('ListFlows', {}));
  expect(seen).toHaveLength(1);
});

test('a call that writes is sent once, whatever happens', async () => {
  const { endpoint, seen } = await peer([undefined, { status: 200, body: '{}' }]);
  const error = await failureOf(createClient({ endpoint }).call('StartExecution', { FlowName: 'f' }));
  expect(error).toMatchObject({ code: 'ConnectionFailed', exitCode: 4 });
  expect(seen).toHaveLength(1);
});

test('an endpoint without a server is named together with what to do', async () => {
  const { endpoint } = await peer([]);
  await new Promise((resolve) => server?.close(resolve));
  const error = await failureOf(
    createClient({ endpoint }).call('StopExecution', { FlowName: 'f', ExecutionName: 'e' }),
  );
  expect(error.message).toBe(`cannot reach the API at ${endpoint} (ECONNREFUSED)`);
  expect(error.hint).toContain('is `fdl dev` running?');
});

test('an answer that is no JSON object is not taken for success', async () => {
  const { endpoint } = await peer([{ status: 502, body: '<html>' }]);
  const error = await failureOf(createClient({ endpoint }).call('StartExecution', { FlowName: 'f' }));
  expect(error).toMatchObject({
    exitCode: 4,
    message: expect.stringContaining('HTTP 502 and no JSON object'),
  });
});

test('an aborted call stops at once', async () => {
  const { endpoint, seen } = await peer([]);
  await expect(createClient({ endpoint }).call('ListFlows', {}, AbortSignal.abort())).rejects.toThrow();
  expect(seen).toHaveLength(0);
});
