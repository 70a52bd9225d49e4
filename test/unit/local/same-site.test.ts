import { describe, expect, test } from 'vitest';
import { isLoopback, localUrl, refusalOf } from '../../../src/local/same-site.ts';

describe('a server for this machine', () => {
  test.each([
    ['127.0.0.1:8080', undefined],
    ['localhost:8080', undefined],
    ['LOCALHOST', undefined],
    ['[::1]:8080', undefined],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('serves requests for %s from %s', (host, origin) => {
    expect(refusalOf({ host, origin }, '127.0.0.1')).toBeUndefined();
  });

  test.each([
    ['evil.example', undefined],
    ['evil.example:8080', 'http://evil.example:8080'],
    ['127.0.0.1.evil.example', undefined],
    [undefined, undefined],
    ['127.0.0.1:8080', 'https://evil.example'],
    ['127.0.0.1:8080', 'http://127.0.0.1:3000'],
    ['127.0.0.1:8080', 'null'],
  ])('refuses requests for %s from %s', (host, origin) => {
    expect(refusalOf({ host, origin }, '127.0.0.1')).toEqual(expect.any(String));
  });
});

test('a server for a network is reached under any name, but not by pages of others', () => {
  expect(refusalOf({ host: 'fdl.internal:8080', origin: undefined }, '0.0.0.0')).toBeUndefined();
  expect(refusalOf({ host: 'fdl.internal', origin: 'http://fdl.internal' }, '0.0.0.0')).toBeUndefined();
  expect(refusalOf({ host: 'fdl.internal', origin: 'http://other' }, '0.0.0.0')).toContain('http://other');
});

test('a loopback address with another name of its own is reached by that', () => {
  expect(refusalOf({ host: '127.0.0.2:1', origin: undefined }, '127.0.0.2')).toBeUndefined();
});

test.each([
  ['127.0.0.1', true],
  ['127.8.0.9', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['127.evil.example', false],
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
