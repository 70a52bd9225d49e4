import { describe, expect, test } from 'vitest';
import { readCall } from '../../../../src/api/protocol/read-call.ts';
import type { ApiRequest } from '../../../../src/api/protocol/request.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };
const SIGNED_JSON = { ...JSON_TYPE, authorization: 'ACS3-HMAC-SHA256 Credential=k' };

function read(request: Partial<ApiRequest>, requestBytes = 1_000): Record<string, unknown> {
  const complete = { method: 'POST', path: '/', query: '', headers: {}, body: '', ...request };
  return Object.fromEntries(readCall(complete, { requestBytes }).given);
}

function refusal(request: Partial<ApiRequest>, requestBytes?: number): unknown {
  try {
    read(request, requestBytes);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('the RPC protocol', () => {
  test.each<[string, Partial<ApiRequest>]>([
    ['the query of a GET', { method: 'GET', query: 'A=1&B=2' }],
    ['the query of a POST', { query: 'A=1&B=2' }],
    ['a form', { headers: FORM, body: 'A=1&B=2' }],
    ['a form as bytes', { headers: FORM, body: Buffer.from('A=1&B=2') }],
    ['query and form together', { headers: FORM, query: 'A=1', body: 'B=2' }],
    ['a GET with a form', { method: 'GET', headers: FORM, query: 'A=1', body: 'B=2' }],
    [
      'a form with a charset',
      { headers: { 'content-type': `${FORM['content-type']}; charset=UTF-8` }, body: 'A=1&B=2' },
    ],
    [
      'an upper-case media type',
      { headers: { 'content-type': FORM['content-type'].toUpperCase() }, body: 'A=1&B=2' },
    ],
    [
      'a repeated header',
      { headers: { 'content-type': [FORM['content-type'], 'text/plain'] }, body: 'A=1&B=2' },
    ],
    ['an empty path', { path: '', query: 'A=1&B=2' }],
  ])('parameters are read from %s', (_title, request) => {
    expect(read(request)).toEqual({ A: '1', B: '2' });
  });

  test('a call that is signed in its headers may have a JSON object in place of a form', () => {
    const body = '{"A":1.50,"B":true,"C":{"d":"ü"},"D":"text","E":null}';
    expect(read({ headers: SIGNED_JSON, query: 'F=1', body })).toMatchObject({
      A: '1.5',
      B: 'true',
      C: '{"d":"ü"}',
      D: 'text',
      F: '1',
    });
    expect(read({ headers: SIGNED_JSON, body })).not.toHaveProperty('E');
  });

  test.each<[string, Partial<ApiRequest>, string]>([
    ['a signed JSON text that is no object', { headers: SIGNED_JSON, body: '[]' }, 'InvalidArgument'],
    [
      'a name in the query and, with another value, in JSON',
      { headers: SIGNED_JSON, query: 'A=1', body: '{"A":2}' },
      'InvalidArgument',
    ],
    [
      'half of a surrogate pair in JSON',
      { headers: SIGNED_JSON, body: '{"A":"\\ud800"}' },
      'InvalidArgument',
    ],
    ['another method', { method: 'PUT' }, 'InvalidArgument'],
    ['a body without a content type', { body: 'A=1' }, 'UnsupportedMediaType'],
    ['a JSON body', { headers: JSON_TYPE, body: '{}' }, 'UnsupportedMediaType'],
    ['different values in query and form', { headers: FORM, query: 'A=1', body: 'A=2' }, 'InvalidArgument'],
    ['a broken escape', { query: 'A=%' }, 'InvalidArgument'],
    ['bytes that are not UTF-8', { headers: FORM, body: Uint8Array.of(0x41, 0x3d, 0xff) }, 'InvalidArgument'],
    ['half of a surrogate pair in a body', { headers: FORM, body: 'A=\ud800' }, 'InvalidArgument'],
    ['half of a surrogate pair in a query', { query: 'A=\udc00' }, 'InvalidArgument'],
  ])('%s is refused', (_title, request, code) => {
    expect(refusal(request)).toMatchObject({ name: 'ApiError', code });
  });
});

describe('the JSON binding', () => {
  test('the path names the operation and the body its parameters', () => {
    const call = readCall(
      {
        method: 'POST',
        path: '/ListFlows',
        query: 'ignored=1',
        headers: JSON_TYPE,
        body: '{"Limit":5,"__proto__":1}',
      },
      { requestBytes: 1_000 },
    );
    expect(call).toMatchObject({ binding: 'json', operation: 'ListFlows' });
    expect([...call.given]).toEqual([
      ['Limit', 5],
      ['__proto__', 1],
    ]);
  });

  test.each<[string, Partial<ApiRequest>, string]>([
    ['another method', { method: 'GET' }, 'InvalidArgument'],
    ['a form', { headers: FORM, body: 'A=1' }, 'UnsupportedMediaType'],
    ['no content type', { headers: {}, body: '{}' }, 'UnsupportedMediaType'],
    ['an empty body', { body: '' }, 'InvalidArgument'],
    ['broken JSON', { body: '{"a":' }, 'InvalidArgument'],
    ['an array', { body: '[]' }, 'InvalidArgument'],
    ['null', { body: 'null' }, 'InvalidArgument'],
    ['half of a surrogate pair', { body: '{"A":"\\ud800"}' }, 'InvalidArgument'],
    ['bytes that are not UTF-8', { body: Buffer.from([0x7b, 0xc0, 0x80, 0x7d]) }, 'InvalidArgument'],
  ])('%s is refused', (_title, request, code) => {
    expect(refusal({ path: '/ListFlows', headers: JSON_TYPE, ...request })).toMatchObject({ code });
  });
});

test('a request may have exactly as many bytes as the limit, query and body together', () => {
  expect(refusal({ headers: FORM, query: 'A=1', body: 'B=%E2%82%AC' }, 14)).toBeUndefined();
  expect(refusal({ headers: FORM, query: 'A=1', body: 'B=%E2%82%AC' }, 13)).toMatchObject({
    code: 'EntityTooLarge',
  });
  expect(refusal({ path: '/X', headers: JSON_TYPE, body: '{"A":"€"}' }, 10)).toMatchObject({
    code: 'EntityTooLarge',
  });
});
