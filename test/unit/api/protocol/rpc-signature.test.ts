import { describe, expect, test } from 'vitest';
import { canonicalQuery, isSameSecret, signRpc } from '../../../../src/api/protocol/rpc-signature.ts';

const VECTOR = new Map([
  ['Version', '2019-03-15'],
  ['AccessKeyId', 'testid'],
  ['Action', 'StartExecution'],
  ['Format', 'JSON'],
  ['SignatureMethod', 'HMAC-SHA1'],
  ['SignatureVersion', '1.0'],
  ['SignatureNonce', 'nonce-0001'],
  ['Timestamp', '2024-01-02T03:04:05Z'],
  ['FlowName', 'order-flow'],
  ['ExecutionName', 'run-1'],
  ['Input', '{"n":1,"t":"a b*~"}'],
]);

describe('RPC signature', () => {
  test('the canonical query sorts names and encodes by RFC 3986', () => {
    expect(canonicalQuery(VECTOR)).toBe(
      'AccessKeyId=testid&Action=StartExecution&ExecutionName=run-1&FlowName=order-flow&Format=JSON' +
        '&Input=%7B%22n%22%3A1%2C%22t%22%3A%22a%20b%2A~%22%7D&SignatureMethod=HMAC-SHA1' +
        '&SignatureNonce=nonce-0001&SignatureVersion=1.0&Timestamp=2024-01-02T03%3A04%3A05Z&Version=2019-03-15',
    );
  });

  test('the published vectors hold for POST and GET', () => {
    expect(signRpc('POST', VECTOR, 'testsecret')).toBe('q7QU6NBrFiLoeJjfpZkgBQyLb0A=');
    expect(signRpc('GET', VECTOR, 'testsecret')).toBe('qgohxgqmBBgRdEMfpJLyTTfpu1w=');
  });

  test('the signature itself is not signed', () => {
    const signed = new Map([...VECTOR, ['Signature', 'q7QU6NBrFiLoeJjfpZkgBQyLb0A=']]);
    expect(signRpc('POST', signed, 'testsecret')).toBe('q7QU6NBrFiLoeJjfpZkgBQyLb0A=');
  });

  test("the characters !'()* are escaped and _-.~ are not", () => {
    expect(canonicalQuery(new Map([['k', "!'()*_-.~"]]))).toBe('k=%21%27%28%29%2A_-.~');
  });

  test('names sort by their UTF-8 bytes, not by UTF-16 units', () => {
    const names = ['\u{1F600}', '\uFF5E', 'b', 'B'];
    const sorted = canonicalQuery(new Map(names.map((name) => [name, ''])));
    expect(sorted).toBe('B=&b=&%EF%BD%9E=&%F0%9F%98%80=');
  });

  test('two secrets are the same only when every character is', () => {
    expect(isSameSecret('abc', 'abc')).toBe(true);
    expect(isSameSecret('abd', 'abc')).toBe(false);
    expect(isSameSecret('ab', 'abc')).toBe(false);
    expect(isSameSecret('', '')).toBe(true);
  });
});
