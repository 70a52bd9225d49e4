import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { isLoopback, localUrl, refusalOf, type Visitor } from '../../../src/local/same-site.ts';

const HOST = '127.0.0.1:8080';
const HERE = { host: '127.0.0.1' };
const CHROMIUM = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36';

const visit = (headers: Visitor['headers'], method = 'POST', url = '/'): Visitor => ({
  method,
  url,
  headers,
});

describe('a server for this machine', () => {
  test.each([
    ['a program', { host: HOST }],
    ['a program by name', { host: 'localhost:8080' }],
    ['a program by a name in capitals', { host: 'LOCALHOST' }],
    ['a program by the other address', { host: '[::1]:8080' }],
    ['a program through a forwarded port', { host: '127.0.0.1:18080' }],
    ['its own page', { host: HOST, origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' }],
    ['its own page, which says where it is', { host: HOST, referer: 'http://127.0.0.1:8080/console/' }],
    ['an address bar', { host: HOST, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
  ])('serves %s', (_who, headers) => {
    expect(refusalOf(visit(headers), HERE)).toBeUndefined();
  });

  test.each([
    ['no host', {}],
    ['the name of another', { host: 'evil.example' }],
    ['a name that points here', { host: 'evil.example:8080', origin: 'http://evil.example:8080' }],
    ['a name that begins like the address', { host: '127.0.0.1.evil.example' }],
    ['another origin', { host: HOST, origin: 'https://evil.example' }],
    ['another port of this machine', { host: HOST, origin: 'http://127.0.0.1:3000' }],
    ['an origin that hides itself', { host: HOST, origin: 'null' }],
    ['an origin that is none', { host: HOST, origin: 'evil' }],
    ['a page elsewhere, without origin', { host: HOST, 'sec-fetch-site': 'cross-site' }],
    ['a page on another port', { host: HOST, 'sec-fetch-site': 'same-site' }],
    ['a page from where nobody knows', { host: HOST, 'sec-fetch-site': 'whatever' }],
    ['a page that says so only in its referrer', { host: HOST, referer: 'https://evil.example/a' }],
    [
      'an own origin from elsewhere',
      { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'cross-site' },
    ],
  ])('refuses requests of %s', (_who, headers) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(refusalOf(visit(headers, method), HERE)).toEqual(expect.any(String));
  });
});

describe('a GET that would change something', () => {
  const CHANGE = '/?Version=2019-03-15&Action=DeleteFlow&Name=f';

  test.each([
    ['unsigned', CHANGE, {}],
    ['unsigned, its action escaped', '/?Act%69on=DeleteFlow', {}],
    ['unsigned, its action among reads', '/?Action=ListFlows&Action=DeleteFlow', {}],
    ['unsigned, to a path of its own', '/000000000000/q?Action=PurgeQueue', {}],
    ['unsigned, of messages', '/?Action=ReceiveMessage', {}],
    ['from an address bar', `${CHANGE}&Signature=x`, { 'sec-fetch-site': 'none' }],
    ['from an old browser that made up a signature', `${CHANGE}&Signature=x`, { 'user-agent': CHROMIUM }],
  ])('is refused when it is %s', (_how, url, headers) => {
    for (const method of ['GET', 'HEAD'])
      expect(refusalOf(visit({ host: HOST, ...headers }, method, url), HERE)).toContain('changes something');
  });

  test.each([
    ['a program that signs as the original does', `${CHANGE}&Signature=abc%3D`, {}],
    ['a program that signs in a header', CHANGE, { authorization: 'AWS4-HMAC-SHA256 Credential=…' }],
    ['a program that signs an address', `${CHANGE}&X-Amz-Signature=abc`, {}],
    ['a read', '/?Action=ListFlows&Version=2019-03-15', {}],
    ['a read in a browser', '/?Action=DescribeFlow', { 'sec-fetch-site': 'none', 'user-agent': CHROMIUM }],
    ['no action at all', '/healthz', {}],
    ['no query', '/console/', { 'user-agent': CHROMIUM }],
  ])('is served for %s', (_who, url, headers) => {
    expect(refusalOf(visit({ host: HOST, ...headers }, 'GET', url), HERE)).toBeUndefined();
  });

  test('is served when it comes by POST', () => {
    expect(refusalOf(visit({ host: HOST }, 'POST', CHANGE), HERE)).toBeUndefined();
  });
});

describe('a link to the console on a page elsewhere', () => {
  const followed = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };

  test.each(['/', '/console', '/console/', '/console/executions/f/e1', '/console/tokens?code=c&state=s'])(
    'opens %s',
    (url) => {
      expect(
        refusalOf(visit({ host: HOST, referer: 'https://wiki.example/', ...followed }, 'GET', url), HERE),
      ).toBeUndefined();
    },
  );

  test.each<[string, string, string, object]>([
    ['in a frame', 'GET', '/console/', { 'sec-fetch-dest': 'iframe' }],
    ['as a script', 'GET', '/console/', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
    ['by a form', 'POST', '/console/', {}],
    ['to the API', 'GET', '/?Action=ListFlows&Version=2019-03-15', {}],
    ['to an operation', 'GET', '/ListFlows', {}],
    ['under a foreign name', 'GET', '/console/', { host: 'evil.example' }],
  ])('opens nothing %s', (_how, method, url, headers) => {
    expect(refusalOf(visit({ host: HOST, ...followed, ...headers }, method, url), HERE)).toEqual(
      expect.any(String),
    );
  });
});

describe('a server for a network', () => {
  const NETWORK = { host: '0.0.0.0' };
  const page = { 'sec-fetch-site': 'same-origin' };

  test.each([
    ['a program by any name', { host: 'fdl.corp.example:8080' }],
    ['a page by address', { host: '10.0.0.7:8080', ...page }],
    ['a page by the address of version 6', { host: '[fd00::7]:8080', ...page }],
    ['a page by a name of the network', { host: 'fdl:8080', ...page }],
    ['a page by the name of the machine', { host: hostname(), ...page }],
  ])('serves %s', (_who, headers) => {
    expect(refusalOf(visit(headers), NETWORK)).toBeUndefined();
  });

  test.each([
    ['a page elsewhere', { host: '10.0.0.7:8080', origin: 'http://other' }],
    [
      'a page whose name points here',
      { host: 'evil.example:8080', origin: 'http://evil.example:8080', ...page },
    ],
    ['an old page whose name points here', { host: 'evil.example:8080', 'user-agent': CHROMIUM }],
  ])('refuses %s', (_who, headers) => {
    expect(refusalOf(visit(headers), NETWORK)).toEqual(expect.any(String));
  });

  test('that demands keys serves pages under any name, for they need the key', () => {
    const credentials = { accessKeyId: 'id', accessKeySecret: 'secret' };
    const visitor = visit({ host: 'fdl.corp.example', origin: 'https://fdl.corp.example', ...page });
    expect(refusalOf(visitor, { ...NETWORK, credentials })).toBeUndefined();
  });
});

test('a server is reached by the address on which it listens', () => {
  expect(refusalOf(visit({ host: '127.0.0.2:1' }), { host: '127.0.0.2' })).toBeUndefined();
  expect(
    refusalOf(visit({ host: 'fdl.corp.example', origin: 'http://fdl.corp.example' }), {
      host: 'FDL.corp.example',
    }),
  ).toBeUndefined();
});

test.each([
  ['127.0.0.1', true],
  ['127.8.0.9', true],
  ['localhost', true],
  ['LocalHost', true],
  ['::1', true],
  ['0:0:0:0:0:0:0:1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['::ffff:10.0.0.1', false],
  ['10.0.0.1', false],
  ['127.evil.example', false],
  ['127.0.0.1.evil.example', false],
])('%s is an address of this machine only: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:80'],
  ['localhost', 'http://localhost:80'],
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://[::1]:80'],
  ['::1', 'http://[::1]:80'],
])('the URL of a server on %s is %s', (host, url) => {
  expect(localUrl(host, 80)).toBe(url);
});
