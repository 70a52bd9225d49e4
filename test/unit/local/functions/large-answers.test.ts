import { afterEach, describe, expect, test } from 'vitest';
import { callOf, failureOf, type OpenFunctions, openFunctions, outputOf } from './functions-folder.ts';

let opened: OpenFunctions | undefined;

afterEach(async () => {
  await opened?.functions.close();
  opened = undefined;
});

const FILES = {
  'shop/js.js': `exports.handler = async ({ kind, n }) => {
    if (kind === 'object') return { a: 'x'.repeat(n - 8) };
    if (kind === 'text') return 'x'.repeat(n);
    if (kind === 'bytes') return Buffer.alloc(n, 'x');
    if (kind === 'quotes') return { a: '"'.repeat((n - 8) / 2) };
    if (kind === 'wide') return { a: '语'.repeat((n - 8) / 3) };
    if (kind === 'message') throw new Error('x'.repeat(n));
    if (kind === 'name') throw Object.assign(new Error('m'), { name: 'N'.repeat(n) });
    if (kind === 'stack') throw Object.assign(new Error('m'), { stack: 'x\\n'.repeat(n / 2) });
    if (kind === 'thrown') throw 'x'.repeat(n);
  }`,
  'shop/py.py': `class Deep(Exception): pass
def handler(event, context):
  kind, n = event["kind"], event["n"]
  if kind == "object": return {"a": "x" * (n - 8)}
  if kind == "text": return "x" * n
  if kind == "bytes": return b"x" * n
  if kind == "quotes": return {"a": '"' * ((n - 8) // 2)}
  if kind == "wide": return {"a": "语" * ((n - 8) // 3)}
  if kind == "message": raise Deep("x" * n)
  if kind == "name": raise type("N" * n, (Exception,), {})("m")
  if kind == "stack": return handler(event, context)
  if kind == "thrown": raise Exception(*["x"] * n)`,
};
const LIMIT = 3 * 4 * 1_000 + 8;

describe.each(['js', 'py'])('an answer of %s', (name) => {
  test.each(['object', 'text', 'bytes', 'quotes', 'wide'])(
    'that is %s passes up to the limit and fails above it, with its size',
    async (kind) => {
      opened = openFunctions(FILES, { resultBytes: LIMIT });
      const { functions } = opened;
      const answer = await functions.invoke(callOf(name, { kind, n: LIMIT }));
      expect(JSON.stringify(outputOf(answer)).length).toBeGreaterThan(LIMIT / 4);
      const large = 12 * LIMIT - 88;
      const failure = failureOf(await functions.invoke(callOf(name, { kind, n: large })));
      expect(failure.error).toBe('FnF.DataLimitExceeded');
      expect(failure.message).toBe(`The function answered ${large} bytes; at most ${LIMIT} are allowed`);
    },
  );

  test.each(['message', 'name', 'stack', 'thrown'])(
    'that is an error with a very long %s is cut where it is made',
    async (kind) => {
      opened = openFunctions(FILES);
      const outcome = await opened.functions.invoke(callOf(name, { kind, n: 5_000_000 }));
      if (outcome.kind !== 'failed') throw new Error('unexpected success');
      expect(outcome.failure.error.length).toBeLessThanOrEqual(1_024);
      expect(outcome.failure.cause.length).toBeLessThan(80_000);
    },
  );
});

test('answers far too large, many at once, leave the memory of the server alone', async () => {
  opened = openFunctions(FILES);
  const { functions } = opened;
  const before = process.memoryUsage.rss();
  const calls = Array.from({ length: 4 }, (_, at) =>
    functions.invoke(callOf(at % 2 === 0 ? 'js' : 'py', { kind: 'object', n: 100_000_000 })),
  );
  for (const outcome of await Promise.all(calls)) {
    expect(failureOf(outcome).message).toContain('answered 100000000 bytes');
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
});
