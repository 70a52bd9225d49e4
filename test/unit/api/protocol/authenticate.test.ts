import { describe, expect, test } from 'vitest';
import { authenticateByKeys } from '../../../../src/api/protocol/authenticate.ts';
import type { ApiCall } from '../../../../src/api/protocol/read-call.ts';
import { signRpc } from '../../../../src/api/protocol/rpc-signature.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';

const NOW = Date.parse('2024-01-02T03:04:05Z');
const KEYS = [
  { id: 'testid', secret: 'testsecret' },
  { id: 'other', secret: 'othersecret' },
];

function authenticator() {
  const clock = createVirtualClock(NOW);
  return { clock, authenticate: authenticateByKeys(KEYS, clock) };
}

const UNSIGNED = {
  Action: 'DescribeFlow',
  Version: '2019-03-15',
  AccessKeyId: 'testid',
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: 'n1',
  Timestamp: '2024-01-02T03:04:05Z',
  Name: 'a b*~',
};

function rpc(given: Readonly<Record<string, string>>, method = 'GET'): ApiCall {
  return { binding: 'rpc', method, headers: {}, query: '', body: '', given: new Map(Object.entries(given)) };
}

function signed(
  change: Readonly<Record<string, string>> = {},
  secret = 'testsecret',
  method = 'GET',
): ApiCall {
  const params = { ...UNSIGNED, ...change };
  return rpc({ ...params, Signature: signRpc(method, new Map(Object.entries(params)), secret) }, method);
}

function json(headers: Readonly<Record<string, string>>): ApiCall {
  return { binding: 'json', operation: 'ListFlows', headers, given: new Map() };
}

describe('signed RPC calls', () => {
  test('a call signed with a known key passes', async () => {
    const { authenticate } = authenticator();
    await expect(authenticate(signed())).resolves.toBe('testid');
    await expect(authenticate(signed({ AccessKeyId: 'other' }, 'othersecret', 'POST'))).resolves.toBe(
      'other',
    );
  });

  test.each(['AccessKeyId', 'Signature', 'SignatureNonce', 'Timestamp'])('%s must be given', async (name) => {
    const { authenticate } = authenticator();
    const call = signed();
    const without = new Map([...call.given].filter(([given]) => given !== name)) as Map<string, string>;
    await expect(authenticate(rpc(Object.fromEntries(without)))).rejects.toMatchObject({
      code: 'MissingRequiredParams',
      message: expect.stringContaining(name),
    });
  });

  test('an unknown key id is told apart from a wrong signature', async () => {
    const { authenticate } = authenticator();
    await expect(authenticate(signed({ AccessKeyId: 'nobody' }))).rejects.toMatchObject({
      code: 'InvalidAccessKeyID',
    });
    await expect(authenticate(signed({}, 'othersecret'))).rejects.toMatchObject({
      code: 'SignatureNotMatch',
    });
  });

  test.each(Object.keys(UNSIGNED))('a change of %s after signing is noticed', async (name) => {
    const { authenticate } = authenticator();
    const call = signed();
    const given = new Map(call.given as ReadonlyMap<string, string>);
    const changed =
      { AccessKeyId: 'other', Timestamp: '2024-01-02T03:04:06Z' }[name] ?? `${given.get(name)}x`;
    given.set(name, changed);
    const expected = ['SignatureMethod', 'SignatureVersion'].includes(name)
      ? 'InvalidArgument'
      : 'SignatureNotMatch';
    await expect(authenticate(rpc(Object.fromEntries(given)))).rejects.toMatchObject({ code: expected });
  });

  test('a parameter added after signing, and another method, are noticed', async () => {
    const { authenticate } = authenticator();
    const given = Object.fromEntries(signed().given) as Record<string, string>;
    await expect(authenticate(rpc({ ...given, Extra: '' }))).rejects.toMatchObject({
      code: 'SignatureNotMatch',
    });
    await expect(authenticate(rpc(given, 'POST'))).rejects.toMatchObject({ code: 'SignatureNotMatch' });
  });

  test.each([
    ['2024-01-02T02:49:05Z', undefined],
    ['2024-01-02T02:49:04Z', 'RequestTimeTooSkewed'],
    ['2024-01-02T03:19:05Z', undefined],
    ['2024-01-02T03:19:06Z', 'RequestTimeTooSkewed'],
    ['yesterday', 'InvalidArgument'],
  ])('a call of %s at 03:04:05 answers %s', async (Timestamp, code) => {
    const { authenticate } = authenticator();
    const outcome = await authenticate(signed({ Timestamp })).then(
      () => undefined,
      (error) => error.code,
    );
    expect(outcome).toBe(code);
  });

  test('a call counts once, also at the last moment it is young enough', async () => {
    const { authenticate, clock } = authenticator();
    await authenticate(signed());
    await expect(authenticate(signed())).rejects.toMatchObject({ code: 'SignatureNonceUsed' });
    await clock.advanceBy(15 * 60 * 1000);
    await expect(authenticate(signed())).rejects.toMatchObject({ code: 'SignatureNonceUsed' });
    await clock.advanceBy(1);
    await expect(authenticate(signed())).rejects.toMatchObject({ code: 'RequestTimeTooSkewed' });
  });

  test('a forged call does not use up the nonce, and two keys may use the same', async () => {
    const { authenticate } = authenticator();
    await expect(authenticate(signed({}, 'wrong'))).rejects.toMatchObject({ code: 'SignatureNotMatch' });
    await authenticate(signed());
    await authenticate(signed({ AccessKeyId: 'other' }, 'othersecret'));
  });

  test('a nonce has 128 characters at most', async () => {
    const { authenticate } = authenticator();
    await authenticate(signed({ SignatureNonce: 'n'.repeat(128) }));
    await expect(authenticate(signed({ SignatureNonce: 'n'.repeat(129) }))).rejects.toMatchObject({
      code: 'InvalidArgument',
    });
  });
});

describe('JSON calls with a bearer token', () => {
  test('the id and secret of a known key pass', async () => {
    const { authenticate } = authenticator();
    await expect(authenticate(json({ authorization: 'Bearer testid:testsecret' }))).resolves.toBe('testid');
  });

  test.each([
    [{}, 'MissingRequiredHeader'],
    [{ authorization: 'Basic dGVzdA==' }, 'MissingRequiredHeader'],
    [{ authorization: 'Bearer testid' }, 'MissingRequiredHeader'],
    [{ authorization: 'Bearer nobody:testsecret' }, 'InvalidAccessKeyID'],
    [{ authorization: 'Bearer testid:othersecret' }, 'SignatureNotMatch'],
  ])('%j answers %s', async (headers, code) => {
    const { authenticate } = authenticator();
    await expect(authenticate(json(headers as Record<string, string>))).rejects.toMatchObject({ code });
  });
});
