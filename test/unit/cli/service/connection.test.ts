import { expect, test } from 'vitest';
import { readConnection } from '../../../../src/cli/service/connection.ts';

test('the API is where fdl dev listens unless told otherwise', () => {
  expect(readConnection(undefined, { FDL_ENDPOINT: '' })).toEqual({ endpoint: 'http://127.0.0.1:8080' });
});

test('the option wins over the variable and loses its last slash', () => {
  const env = { FDL_ENDPOINT: 'http://other:1' };
  expect(readConnection(undefined, env).endpoint).toBe('http://other:1');
  expect(readConnection('https://api.example/stage/', env).endpoint).toBe('https://api.example/stage');
});

test.each(['127.0.0.1:8080', 'ftp://host', 'nonsense'])('%s is no endpoint', (endpoint) => {
  expect(() => readConnection(endpoint, {})).toThrow(
    `the endpoint '${endpoint}' is not an http or https address`,
  );
});

test('keys come from the environment, both or none', () => {
  const env = { FDL_ACCESS_KEY_ID: 'me', FDL_ACCESS_KEY_SECRET: 'secret' };
  expect(readConnection(undefined, env).credentials).toEqual({
    accessKeyId: 'me',
    accessKeySecret: 'secret',
  });
  expect(() => readConnection(undefined, { FDL_ACCESS_KEY_ID: 'me' })).toThrow(
    'FDL_ACCESS_KEY_SECRET is not',
  );
  expect(() => readConnection(undefined, { FDL_ACCESS_KEY_SECRET: 's' })).toThrow('FDL_ACCESS_KEY_ID is not');
});
