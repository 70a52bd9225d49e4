import { afterEach, beforeEach, expect, test } from 'vitest';
import { authenticateRpcCalls } from '../../../lambdas/rpc-keys.ts';
import { SecretClient } from '../../../lambdas/secret-client.ts';
import type { Authenticate } from '../../../src/api/protocol/authenticate.ts';
import { signRpc } from '../../../src/api/protocol/rpc-signature.ts';
import { createVirtualClock, type VirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { TEST_ACCOUNT } from '../../aws/emulated/dynamodb.ts';
import { awsError, serve, type TestServer } from '../../aws/emulated/http.ts';

const START = Date.parse('2026-01-05T12:00:00Z');

let secret: string | undefined;
let version: number;
let reads: number;
let server: TestServer;
let clock: VirtualClock;
let authenticate: Authenticate;

beforeEach(async () => {
  secret = '{"first":"one"}';
  version = 1;
  reads = 0;
  server = await serve(async () => {
    reads += 1;
    if (secret === undefined) return awsError(400, 'AccessDeniedException', 'no');
    const body = JSON.stringify({ SecretString: secret, VersionId: String(version) });
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
  });
  clock = createVirtualClock(START);
  const secrets = new SecretClient({ ...TEST_ACCOUNT, endpoint: server.endpoint });
  authenticate = authenticateRpcCalls(async () => secrets, 'arn', clock);
});
afterEach(() => server.close());

function call(id: string, key: string, nonce: string): Promise<string | undefined> {
  const given = new Map([
    ['AccessKeyId', id],
    ['SignatureNonce', nonce],
    ['Timestamp', new Date(clock.now()).toISOString().replace('.000', '')],
  ]);
  given.set('Signature', signRpc('POST', given, key));
  return authenticate({ binding: 'rpc', method: 'POST', headers: {}, query: '', body: '', given });
}

test('JSON calls pass without a look at the keys: the gateway has checked them', async () => {
  await authenticate({ binding: 'json', operation: 'ListFlows', headers: {}, given: new Map() });
  expect(reads).toBe(0);
});

test('RPC calls need a signature by a key of the secret, which is read once', async () => {
  await call('first', 'one', 'a');
  await expect(call('first', 'two', 'b')).rejects.toMatchObject({ code: 'SignatureNotMatch' });
  await expect(call('second', 'one', 'c')).rejects.toMatchObject({ code: 'InvalidAccessKeyID' });
  expect(reads).toBe(1);
});

test('a key that is added works, and one that is removed stops working, within five minutes', async () => {
  await call('first', 'one', 'a');
  secret = '{"second":"two"}';
  version = 2;
  await call('first', 'one', 'b');
  await clock.advanceBy(5 * 60 * 1000 + 1);
  await call('second', 'two', 'c');
  await expect(call('first', 'one', 'd')).rejects.toMatchObject({ code: 'InvalidAccessKeyID' });
});

test('reading the same keys again does not make a used nonce new', async () => {
  await call('first', 'one', 'a');
  await clock.advanceBy(5 * 60 * 1000 + 1);
  await expect(call('first', 'one', 'a')).rejects.toMatchObject({ code: 'SignatureNonceUsed' });
  expect(reads).toBe(2);
});

test('a secret that cannot be read fails the call, and the next call tries again', async () => {
  secret = undefined;
  await expect(call('first', 'one', 'a')).rejects.toThrow();
  secret = '{"first":"one"}';
  await call('first', 'one', 'b');
});

test.each(['[]', '"first"', 'null'])('a secret that is %s lets no caller in', async (text) => {
  secret = text;
  await expect(call('first', 'one', 'a')).rejects.toThrow('no JSON object');
});
