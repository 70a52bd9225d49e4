import { delimiter } from 'node:path';
import { expect, test } from 'vitest';
import { readDevOptions } from '../../../src/cli/dev-options.ts';

test('without flags and variables the defaults of the manual hold', () => {
  expect(readDevOptions({}, {})).toEqual({
    host: '127.0.0.1',
    port: 8080,
    queuePort: 9324,
    dataFolder: '.fdl',
    functionFolders: [],
    functionVariables: [],
    functionsGetKey: false,
    flowFolders: [],
    isEphemeral: false,
    isPaused: false,
    hasMetrics: false,
    limits: 'default',
    retentionDays: 90,
    withExamples: false,
    isOpen: false,
  });
});

test('every flag can be given as a variable', () => {
  const env = {
    FDL_HOST: '0.0.0.0',
    FDL_PORT: '0',
    FDL_QUEUE_PORT: '1',
    FDL_DATA: '/data',
    FDL_FUNCTIONS: ['a', 'b'].join(delimiter),
    FDL_FUNCTION_ENV: 'DATABASE_URL',
    FDL_FC_CREDENTIALS: 'true',
    FDL_FLOWS: 'c',
    FDL_EPHEMERAL: 'true',
    FDL_LIMITS: 'fnf',
    FDL_RETENTION: '7',
    FDL_PAUSED: 'true',
    FDL_METRICS: 'true',
    FDL_EXAMPLES: '1',
    FDL_OPEN: 'yes',
    FDL_ACCESS_KEY_ID: 'id',
    FDL_ACCESS_KEY_SECRET: 'secret',
  };
  expect(readDevOptions({}, env)).toEqual({
    host: '0.0.0.0',
    port: 0,
    queuePort: 1,
    dataFolder: '/data',
    functionFolders: ['a', 'b'],
    functionVariables: ['DATABASE_URL'],
    functionsGetKey: true,
    flowFolders: ['c'],
    isEphemeral: true,
    isPaused: true,
    hasMetrics: true,
    limits: 'fnf',
    retentionDays: 7,
    withExamples: true,
    isOpen: true,
    credentials: { accessKeyId: 'id', accessKeySecret: 'secret' },
  });
});

test('what names no variable is refused', () => {
  expect(() => readDevOptions({ functionEnv: ['A=b'] }, {})).toThrow(
    "--function-env takes the name of a variable, not 'A=b'",
  );
});

test('a flag wins over its variable', () => {
  const env = { FDL_PORT: '1', FDL_FUNCTIONS: 'a', FDL_EPHEMERAL: 'false' };
  const options = readDevOptions({ port: '2', functions: ['b'], ephemeral: true }, env);
  expect(options).toMatchObject({ port: 2, functionFolders: ['b'], isEphemeral: true });
});

test('a folder given as a flag may hold the list separator', () => {
  expect(readDevOptions({ functions: [`a${delimiter}b`] }, {}).functionFolders).toEqual([`a${delimiter}b`]);
});

test.each([
  [{ port: '70000' }, {}, "--port must be a whole number from 0 to 65535, not '70000'"],
  [{ limits: 'aws' }, {}, "--limits must be one of default, fnf, wide, not 'aws'"],
  [{}, { FDL_EPHEMERAL: 'maybe' }, "FDL_EPHEMERAL must be true or false, not 'maybe'"],
])('%j with %j is refused', (flags, env, message) => {
  expect(() => readDevOptions(flags, env)).toThrow(message);
});

const KEYS = { FDL_ACCESS_KEY_ID: 'id', FDL_ACCESS_KEY_SECRET: 'secret' };

test.each([
  [{ host: '0.0.0.0' }, {}],
  [{ host: '::' }, {}],
  [{ host: '192.168.1.7' }, {}],
  [{ host: 'build.corp.example' }, {}],
  [{}, { FDL_HOST: '0.0.0.0' }],
  [{ host: '0.0.0.0' }, { FDL_OPEN: 'false' }],
])('a network is not served without keys: %j with %j', (flags, env) => {
  expect(() => readDevOptions(flags, env)).toThrow('the whole network could create flows and run functions');
});

test.each([
  [{ host: '0.0.0.0', open: true }, {}],
  [{ host: '::' }, { FDL_OPEN: 'true' }],
  [{ host: '0.0.0.0' }, KEYS],
  [{ host: '127.0.0.2' }, {}],
  [{ host: '::1' }, {}],
  [{ host: 'localhost' }, {}],
])('%j with %j is served', (flags, env) => {
  expect(readDevOptions(flags, env)).toMatchObject(flags.host === undefined ? {} : { host: flags.host });
});

test('TLS takes a certificate with its key, or makes one', () => {
  const files = { certFile: 'c.pem', keyFile: 'k.pem' };
  expect(readDevOptions({ tlsCert: 'c.pem' }, { FDL_TLS_KEY: 'k.pem' }).tls).toEqual(files);
  expect(readDevOptions({}, { FDL_TLS_SELF_SIGNED: 'true' }).tls).toBe('self-signed');
  expect(() => readDevOptions({ tlsCert: 'c.pem' }, {})).toThrow('--tls-cert and --tls-key go together');
  expect(() => readDevOptions({ tlsKey: 'k.pem' }, {})).toThrow('--tls-cert and --tls-key go together');
  const both = { tlsCert: 'c.pem', tlsKey: 'k.pem', tlsSelfSigned: true };
  expect(() => readDevOptions(both, {})).toThrow('--tls-self-signed goes without');
});
