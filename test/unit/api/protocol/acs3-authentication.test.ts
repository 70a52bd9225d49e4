import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signAcs3 } from '../../../../src/api/protocol/acs3-signature.ts';
import { authenticateByKeys } from '../../../../src/api/protocol/authenticate.ts';
import { addFields } from '../../../../src/api/protocol/form-fields.ts';
import { readCall } from '../../../../src/api/protocol/read-call.ts';
import type { ApiRequest } from '../../../../src/api/protocol/request.ts';
import { signRpc } from '../../../../src/api/protocol/rpc-signature.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const FORM = 'FlowName=beacon&Input=%7B%22lamp%22%3A%22*%2B+%E7%81%AF%22%7D';
const KEYS = [
  { id: 'keeper', secret: 'oil' },
  { id: 'other', secret: 'wick' },
];

function authenticator() {
  const clock = createVirtualClock(NOW);
  const authenticate = authenticateByKeys(KEYS, clock);
  const check = (request: ApiRequest) => authenticate(readCall(request, { requestBytes: 10_000 }));
  return { clock, check };
}

interface Signing {
  readonly key?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly unsigned?: readonly string[];
  readonly body?: string;
  readonly query?: string;
  readonly method?: string;
}

/** A request as a client of the original makes it; what is given differs before it is signed. */
function signed(given: Signing = {}): ApiRequest {
  const { body = FORM, query = 'NextToken=a%20b', method = 'POST' } = given;
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const headers: Record<string, string> = {
    host: 'flows.example.org:8080',
    'x-acs-action': 'StartExecution',
    'x-acs-version': '2019-03-15',
    'x-acs-date': '2026-01-02T03:04:05Z',
    'x-acs-signature-nonce': 'n1',
    'x-acs-content-sha256': bodyHash,
    ...(body !== '' && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...given.headers,
  };
  const names = Object.keys(headers).filter((name) => given.unsigned?.includes(name) !== true);
  const fields = new Map<string, string>();
  addFields(fields, query);
  const pairs = names.map((name) => [name, headers[name] ?? ''] as const);
  const signature = signAcs3(
    { method, query: fields, headers: pairs, bodyHash: headers['x-acs-content-sha256'] ?? '' },
    given.secret ?? 'oil',
  );
  const parts = `Credential=${given.key ?? 'keeper'},SignedHeaders=${names.sort().join(';')},Signature=${signature}`;
  const all = { ...headers, authorization: `ACS3-HMAC-SHA256 ${parts}`, accept: 'application/json' };
  return { method, path: '/', query, headers: all, body };
}

function withHeaders(request: ApiRequest, headers: Readonly<Record<string, string | undefined>>): ApiRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

function withAuthorization(change: (text: string) => string): ApiRequest {
  const request = signed();
  return withHeaders(request, { authorization: change(String(request.headers['authorization'])) });
}

/** The code with which a request is refused; undefined when it passes. */
async function codeOf(request: ApiRequest): Promise<string | undefined> {
  return authenticator()
    .check(request)
    .then(
      () => undefined,
      (error) => error.code,
    );
}

describe('a call signed in its headers', () => {
  test.each<[string, ApiRequest]>([
    ['a form', signed()],
    ['a query', signed({ method: 'GET', body: '' })],
    ['a body as bytes', { ...signed(), body: Buffer.from(FORM) }],
    ['a blank as + in the query', { ...signed(), query: 'NextToken=a+b' }],
    ['another key', signed({ key: 'other', secret: 'wick' })],
    ['a token that is signed', signed({ headers: { 'x-acs-security-token': 'sts+token=' } })],
    ['blanks after the commas', withAuthorization((text) => text.replaceAll(',', ', '))],
    ['signed names in capitals', withAuthorization((text) => text.replace('x-acs-action', 'X-Acs-Action'))],
  ])('passes with %s', async (_title, request) => {
    expect(await codeOf(request)).toBeUndefined();
  });

  test.each<[string, ApiRequest, string]>([
    ['a wrong secret', signed({ secret: 'water' }), 'SignatureNotMatch'],
    ['the secret of another key', signed({ key: 'other' }), 'SignatureNotMatch'],
    ['the secret as the older signature uses it', signed({ secret: 'oil&' }), 'SignatureNotMatch'],
    ['an unknown key', signed({ key: 'nobody' }), 'InvalidAccessKeyID'],
    ['another body', { ...signed(), body: FORM.replace('beacon', 'reef') }, 'SignatureNotMatch'],
    [
      'a body where none was signed',
      signed({ headers: { 'x-acs-content-sha256': createHash('sha256').digest('hex') } }),
      'SignatureNotMatch',
    ],
    ['another query', { ...signed(), query: 'NextToken=a%20c' }, 'SignatureNotMatch'],
    ['one more parameter', { ...signed(), query: 'NextToken=a%20b&Signature=' }, 'SignatureNotMatch'],
    ['another method', { ...signed(), method: 'GET' }, 'SignatureNotMatch'],
    ['another host', withHeaders(signed(), { host: 'elsewhere' }), 'SignatureNotMatch'],
    ['another operation', withHeaders(signed(), { 'x-acs-action': 'StopExecution' }), 'SignatureNotMatch'],
    ['a header of the protocol added', withHeaders(signed(), { 'x-acs-more': '1' }), 'SignatureNotMatch'],
    ['an unsigned operation', signed({ unsigned: ['x-acs-action'] }), 'SignatureNotMatch'],
    ['an unsigned host', signed({ unsigned: ['host'] }), 'SignatureNotMatch'],
    ['an unsigned content type', signed({ unsigned: ['content-type'] }), 'SignatureNotMatch'],
    [
      'a signed header that did not come',
      withHeaders(signed({ headers: { 'x-acs-more': '1' } }), { 'x-acs-more': undefined }),
      'SignatureNotMatch',
    ],
    ['no signature', withAuthorization((text) => text.replace(/,Signature=.*/, '')), 'InvalidArgument'],
    ['no parts at all', withAuthorization(() => 'ACS3-HMAC-SHA256'), 'InvalidArgument'],
    ['two keys', withAuthorization((text) => `${text},Credential=other`), 'InvalidArgument'],
    ['a time that is none', signed({ headers: { 'x-acs-date': 'today' } }), 'InvalidArgument'],
    [
      'a time 15 minutes and a second ago',
      signed({ headers: { 'x-acs-date': '2026-01-02T02:49:04Z' } }),
      'RequestTimeTooSkewed',
    ],
    [
      'a nonce of 129 characters',
      signed({ headers: { 'x-acs-signature-nonce': 'n'.repeat(129) } }),
      'InvalidArgument',
    ],
  ])('is refused with %s', async (_title, request, code) => {
    expect(await codeOf(request)).toBe(code);
  });

  test.each([
    'host',
    'x-acs-action',
    'x-acs-content-sha256',
    'x-acs-date',
    'x-acs-signature-nonce',
    'x-acs-version',
  ])('is refused without %s, which the message names', async (name) => {
    const failed = authenticator().check(withHeaders(signed(), { [name]: undefined }));
    await expect(failed).rejects.toMatchObject({
      code: 'MissingRequiredHeader',
      message: expect.stringContaining(name),
    });
  });

  test('counts once, and a forged one uses up nothing', async () => {
    const { check, clock } = authenticator();
    await expect(check(signed({ secret: 'water' }))).rejects.toMatchObject({ code: 'SignatureNotMatch' });
    await check(signed());
    await clock.advanceBy(15 * 60 * 1000);
    await expect(check(signed())).rejects.toMatchObject({ code: 'SignatureNonceUsed' });
    await check(signed({ key: 'other', secret: 'wick' }));
  });

  test('shares its nonces with the older signature', async () => {
    const { check } = authenticator();
    await check(signed());
    const params = new Map(
      Object.entries({
        Action: 'ListFlows',
        Version: '2019-03-15',
        AccessKeyId: 'keeper',
        SignatureNonce: 'n1',
        Timestamp: '2026-01-02T03:04:05Z',
      }),
    );
    params.set('Signature', signRpc('GET', params, 'oil'));
    const older = { method: 'GET', path: '/', query: String(new URLSearchParams([...params])), headers: {} };
    await expect(check({ ...older, body: '' })).rejects.toMatchObject({ code: 'SignatureNonceUsed' });
  });
});

describe('what a call signed in its headers names', () => {
  const limits = { requestBytes: 10_000 };

  test('counts before what its parameters name', () => {
    const call = readCall({ ...signed(), query: 'Action=DeleteFlow&Version=1' }, limits);
    expect(call.given.get('Action')).toBe('StartExecution');
    expect(call.given.get('Version')).toBe('2019-03-15');
  });

  test('is read without a signature, too, where parameters name nothing', () => {
    const headers = { 'x-acs-action': 'ListFlows', 'x-acs-version': '2019-03-15' };
    const unsigned = { method: 'GET', path: '/', query: 'Limit=2', headers, body: '' };
    expect(readCall(unsigned, limits).given.get('Action')).toBe('ListFlows');
    const named = readCall({ ...unsigned, query: 'Action=DescribeFlow' }, limits);
    expect(named.given.get('Action')).toBe('DescribeFlow');
  });
});
