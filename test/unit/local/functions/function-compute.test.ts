import { afterEach, describe, expect, test } from 'vitest';
import { callOf, failureOf, type OpenFunctions, openFunctions, outputOf, write } from './functions-folder.ts';

let opened: OpenFunctions | undefined;

function open(...args: Parameters<typeof openFunctions>): OpenFunctions['functions'] {
  opened = openFunctions(...args);
  return opened.functions;
}

afterEach(async () => {
  await opened?.functions.close();
  opened = undefined;
});

describe('a JavaScript handler written for Function Compute', () => {
  test.each([
    ['JSON.parse(event)', '(event) => ({ s: JSON.parse(event).s })'],
    ['event.toString()', '(event) => ({ s: JSON.parse(event.toString("utf8")).s })'],
    ['its text', '(event) => ({ s: JSON.parse(event + "").s })'],
    ['a buffer of it', '(event) => ({ s: JSON.parse(Buffer.from(event).toString()).s })'],
    ['a callback', '(event, context, callback) => callback(null, { s: event.s })'],
    [
      'a late callback',
      '(event, context, callback) => { setTimeout(() => callback(null, JSON.stringify({ s: event.s })), 20); return 7 }',
    ],
    [
      'an async handler with a callback',
      'async (event, context, callback) => { setTimeout(() => callback(null, event), 20) }',
    ],
    ['an async handler that ignores its callback', 'async (event, context, callback) => event'],
    [
      'a callback that is called twice',
      '(event, context, callback) => { callback(null, event); callback(new Error("late")) }',
    ],
    ['bytes', '(event) => Buffer.from(JSON.stringify(event))'],
    ['our own style', '(event) => ({ ...event })'],
    [
      'keys of its input alone',
      '(event) => Object.keys(event).join() === "s" && JSON.stringify(event) === \'{"s":3}\' && event',
    ],
  ])('works with %s', async (_what, code) => {
    const functions = open({ 'shop/f.js': `exports.handler = ${code}` });
    const { output } = (await functions.invoke(callOf('f', { s: 3 }))) as { output: string };
    const value: unknown = JSON.parse(output);
    expect(typeof value === 'string' ? JSON.parse(value) : value).toEqual({ s: 3 });
  });

  test('keeps an input with a key of the name toString', async () => {
    const functions = open({ 'shop/f.js': 'exports.handler = (event) => event' });
    expect(outputOf(await functions.invoke(callOf('f', { toString: 1 })))).toEqual({ toString: 1 });
  });

  test.each([
    ['callback(new RangeError("far"))', 'RangeError', 'far'],
    ['callback(new Error("oh"))', 'FC.Unknown', 'oh'],
    ['callback("text")', 'FC.Unknown', 'text'],
    ['throw new TypeError("t")', 'TypeError', 't'],
  ])('fails by %s', async (code, error, message) => {
    const functions = open({ 'shop/f.js': `exports.handler = (event, context, callback) => { ${code} }` });
    expect(failureOf(await functions.invoke(callOf('f')))).toEqual({ error, message });
  });
});

test('bytes that a Python handler returns are the text of its result', async () => {
  const functions = open({
    'shop/f.py': 'import json\ndef handler(event, context): return b\'{"s":%d}\' % json.loads(event)["s"]',
  });
  expect(outputOf(await functions.invoke(callOf('f', { s: 3 })))).toBe('{"s":3}');
});

describe('a context has what Function Compute gives', () => {
  const FILES = {
    'shop.v2/js.js': `exports.handler = (event, c) => ({
      ids: [c.requestId.length, c.accountId, c.region],
      key: c.credentials, function: c.function, service: c.service,
      rest: [c.tracing.jaegerEndpoint, typeof c.logger.info],
      variables: Object.keys(process.env).filter((name) => /^ALIBABA/.test(name)).sort() })`,
    'shop.v2/py.py': `import os
def handler(event, c):
  return {
    "ids": [len(c.request_id), c.account_id, c.region],
    "key": {"accessKeyId": c.credentials.access_key_id, "accessKeySecret": c.credentials.access_key_secret, "securityToken": c.credentials.security_token},
    "function": {"name": c.function.name, "handler": c.function.handler, "memory": c.function.memory, "timeout": c.function.timeout,
      "initializer": c.function.initializer, "initializationTimeout": c.function.initialization_timeout},
    "service": {"name": c.service.name, "logProject": c.service.log_project, "logStore": c.service.log_store,
      "qualifier": c.service.qualifier, "versionId": c.service.version_id},
    "rest": [c.tracing.jaeger_endpoint, "function" if callable(c.logger.info) else ""],
    "variables": sorted(name for name in os.environ if name.startswith("ALIBABA"))}`,
  };
  const v2 = (functionName: string) =>
    callOf(
      `shop/${functionName}`,
      {},
      {
        target: {
          kind: 'function',
          resourceArn: `v2 ${functionName}`,
          service: 'shop',
          functionName,
          qualifier: 'v2',
        },
      },
    );

  test.each(['js', 'py'])('in %s', async (name) => {
    const functions = open(FILES, { timeLimitMs: 60_000, memoryMb: 512 });
    const seen = outputOf(await functions.invoke(v2(name)));
    expect(seen).toEqual({
      ids: [36, '000000000000', 'local'],
      key: { accessKeyId: 'local', accessKeySecret: 'local', securityToken: '' },
      function: {
        name,
        handler: `${name}.handler`,
        memory: 512,
        timeout: 60,
        initializer: `${name}.initializer`,
        initializationTimeout: 60,
      },
      service: { name: 'shop', logProject: '', logStore: '', qualifier: 'v2', versionId: 'v2' },
      rest: ['', 'function'],
      variables: [],
    });
  });

  test.each(['js', 'py'])('in %s with a key when functions are given one', async (name) => {
    const functions = open(FILES, { credentials: { accessKeyId: 'id', accessKeySecret: 'secret' } });
    expect(outputOf(await functions.invoke(v2(name)))).toMatchObject({
      key: { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: '' },
      variables: [
        'ALIBABA_CLOUD_ACCESS_KEY_ID',
        'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
        'ALIBABA_CLOUD_SECURITY_TOKEN',
      ],
    });
  });

  test.each(['js', 'py'])('in %s, with an id that differs from call to call', async (name) => {
    const functions = open({
      'shop/js.js': 'exports.handler = (event, context) => ({ id: context.requestId })',
      'shop/py.py': 'def handler(event, context): return {"id": context.request_id}',
    });
    const ids = [await functions.invoke(callOf(name)), await functions.invoke(callOf(name))].map(outputOf);
    expect(ids[0]).not.toEqual(ids[1]);
  });
});

describe('an initializer', () => {
  test.each([
    [
      'async',
      'js',
      'let n = 0; exports.initializer = async (context) => { await null; n += context.functionName.length }; exports.handler = async () => ({ n })',
    ],
    [
      'with a callback',
      'js',
      'let n = 0; exports.initializer = (context, callback) => setTimeout(() => { n += 1; callback(null, "") }, 50); exports.handler = async () => ({ n })',
    ],
    [
      'of Python',
      'py',
      'n = 0\ndef initializer(context):\n  global n\n  n += len(context.function_name)\ndef handler(event, context): return {"n": n}',
    ],
  ])(
    '%s runs once per process before the first call, however many come at once',
    async (_what, language, code) => {
      const functions = open({ [`shop/f.${language}`]: code });
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => functions.invoke(callOf('f'))));
      expect(outcomes.map(outputOf)).toEqual(outcomes.map(() => ({ n: 1 })));
      expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ n: 1 });
    },
  );

  test.each([
    [
      'js',
      'exports.initializer = () => { if (!require("fs").existsSync(__dirname + "/ready")) throw new RangeError("not yet") }; exports.handler = () => ({ ok: true })',
    ],
    [
      'js',
      'exports.initializer = (context, callback) => callback(require("fs").existsSync(__dirname + "/ready") ? null : new RangeError("not yet")); exports.handler = () => ({ ok: true })',
    ],
    [
      'py',
      'import os\nclass RangeError(Exception): pass\ndef initializer(context):\n  if not os.path.exists(os.path.join(os.path.dirname(__file__), "ready")): raise RangeError("not yet")\ndef handler(event, context): return {"ok": True}',
    ],
  ])(
    'that fails fails its calls by its error, and the next call tries anew (%s: %s)',
    async (language, code) => {
      const functions = open({ [`shop/f.${language}`]: code });
      const failed = failureOf(await functions.invoke(callOf('f')));
      expect(failed).toEqual({ error: 'RangeError', message: 'not yet' });
      write(`${opened?.folder}/shop/ready`, '');
      expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true });
    },
  );
});
