import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Acs3Signed, canonicalRequest, signAcs3 } from '../../../../src/api/protocol/acs3-signature.ts';

const SECRET = 'keep-the-lamp-burning';
const NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const GET: Acs3Signed = {
  method: 'GET',
  query: new Map([
    ['NextToken', 'a b*~+灯'],
    ['Limit', '2'],
  ]),
  headers: [
    ['x-acs-version', '2019-03-15'],
    ['x-acs-signature-nonce', '0f1e2d3c4b5a69788796a5b4c3d2e1f0'],
    ['x-acs-date', ' 2026-01-02T03:04:05Z '],
    ['x-acs-content-sha256', NOTHING],
    ['x-acs-action', 'ListFlows'],
    ['host', 'flows.example.org:8080'],
  ],
  bodyHash: NOTHING,
};

const FORM = 'FlowName=beacon&Input=%7B%22lamp%22%3A%22%2A~%20%2B%E7%81%AF%22%7D&ExecutionName=run-1';
const FORM_HASH = '4f47d0f620c42e4519f4a6ed731982329eb34f9fa2a8e2fb6617749c039f877c';
const POST: Acs3Signed = {
  method: 'POST',
  query: new Map(),
  headers: [
    ['content-type', 'application/x-www-form-urlencoded'],
    ['host', 'flows.example.org:8080'],
    ['x-acs-accesskey-id', 'LighthouseKey01'],
    ['x-acs-action', 'StartExecution'],
    ['x-acs-content-sha256', FORM_HASH],
    ['x-acs-date', '2026-01-02T03:04:05Z'],
    ['x-acs-security-token', 'sts/temporary+token='],
    ['x-acs-signature-nonce', '00112233445566778899aabbccddeeff'],
    ['x-acs-version', '2019-03-15'],
  ],
  bodyHash: FORM_HASH,
};

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('the vectors of a GET with a query hold: blanks are cut off, names sorted, values encoded', () => {
  expect(canonicalRequest(GET).split('\n').slice(0, 4)).toEqual([
    'GET',
    '/',
    'Limit=2&NextToken=a%20b%2A~%2B%E7%81%AF',
    'host:flows.example.org:8080',
  ]);
  expect(sha256(canonicalRequest(GET))).toBe(
    'f99da2ee982990bf91d9f015c88631dd97449fb403dd8b247f8a2fa7aa688c8a',
  );
  expect(signAcs3(GET, SECRET)).toBe('7b7260e8b873399b1929b3102e2663ad7de31857e575d303755be5fdb8952313');
});

test('the vectors of a POST with a form and a token hold', () => {
  expect(sha256(FORM)).toBe(FORM_HASH);
  expect(sha256(canonicalRequest(POST))).toBe(
    'df313f72f10b5f112ff62d05ba870252d4c13dca3c635dd4bf293766c12b5478',
  );
  expect(signAcs3(POST, SECRET)).toBe('5c558734fe08cc593e8867b2fa5577b9e26300e2aed399958f17d99349778e6e');
});
