import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CallContext } from '../../../../src/local/functions/protocol.ts';
import { LineKeeper, MAX_CALL_LOG_BYTES } from '../../../../src/local/logs/line-keeper.ts';
import { type LogLine, lineBytes } from '../../../../src/ports/execution-logs.ts';
import type { ExecutionId } from '../../../../src/ports/execution-store.ts';
import { makeHeader } from '../../../conformance/execution-fixtures.ts';

const APPENDED: { readonly execution: ExecutionId; readonly lines: readonly LogLine[] }[] = [];
const errors: string[] = [];
let fails = false;

function keeper(): LineKeeper {
  const logs = {
    append: async (execution: ExecutionId, lines: readonly LogLine[]) => {
      if (fails) throw new Error('disk full');
      APPENDED.push({ execution, lines });
    },
    read: async () => ({
      lines: APPENDED.flatMap(({ lines }) => lines).map((line) => ({ ...line, id: '1' })),
      hasMore: false,
    }),
  };
  return new LineKeeper(logs, { error: (message) => errors.push(message) }, () => 77);
}

function call(taskId: string): CallContext {
  return { taskId, flowName: 'orders', executionName: 'e', stepName: 'pay', deadline: 0 };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  APPENDED.length = errors.length = 0;
  fails = false;
});
afterEach(() => void vi.useRealTimers());

test('Lines of a moment are written together, one write for each execution', async () => {
  const { take } = keeper();
  const [a, b] = [call('flow-1/a/4/1'), call('flow-1/b/2/0')];
  take('stdout', 'one', a);
  take('warn', 'two', b);
  take('stderr', 'three', a);
  expect(APPENDED).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  const from = { at: 77, stepName: 'pay', entry: 4, attempt: 1 };
  expect(APPENDED).toEqual([
    {
      execution: { flowId: 'flow-1', name: 'a' },
      lines: [
        { ...from, level: 'Info', stream: 'stdout', text: 'one' },
        { ...from, level: 'Error', stream: 'stderr', text: 'three' },
      ],
    },
    {
      execution: { flowId: 'flow-1', name: 'b' },
      lines: [
        { at: 77, stepName: 'pay', entry: 2, attempt: 0, level: 'Warn', stream: 'stderr', text: 'two' },
      ],
    },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('A reader sees what was printed just before', async () => {
  const one = keeper();
  one.take('stdout', 'now', call('flow-1/a/4/0'));
  const { lines } = await one.read(makeHeader('a'), {}, { limit: 9 });
  expect(lines.map(({ text }) => text)).toEqual(['now']);
});

test('Lines outside executions are not kept', async () => {
  const one = keeper();
  one.take('stdout', 'loading');
  one.take('stdout', 'by URL', call(''));
  await one.flush();
  expect(APPENDED).toEqual([]);
});

test('A call keeps so much, then a line that says so; the next call keeps as much again', async () => {
  const one = keeper();
  const [first, second] = [call('flow-1/a/4/0'), call('flow-1/a/4/0')];
  for (let at = 0; at < 300; at += 1) one.take('stdout', 'x'.repeat(1_000), first);
  one.take('stdout', 'short', first);
  one.take('stdout', 'short', second);
  await one.flush();
  const kept = APPENDED.flatMap(({ lines }) => lines);
  const [note, last] = kept.slice(-2);
  expect(note).toMatchObject({
    stream: 'service',
    level: 'Warn',
    text: expect.stringContaining(String(MAX_CALL_LOG_BYTES)),
  });
  expect(last?.text).toBe('short');
  const bytes = kept.slice(0, -2).reduce((sum, line) => sum + lineBytes(line), 0);
  expect(bytes).toBeLessThanOrEqual(MAX_CALL_LOG_BYTES);
  expect(bytes).toBeGreaterThan(MAX_CALL_LOG_BYTES - 2_000);
});

test('Lines that cannot be written are lost, which is said once, and others are kept again later', async () => {
  const one = keeper();
  fails = true;
  for (const text of ['lost', 'lost too']) {
    one.take('stdout', text, call('flow-1/a/4/0'));
    await one.flush();
  }
  expect(errors).toEqual(['What functions print cannot be kept']);
  fails = false;
  one.take('stdout', 'kept', call('flow-1/a/4/0'));
  await one.flush();
  expect(APPENDED.flatMap(({ lines }) => lines.map(({ text }) => text))).toEqual(['kept']);
});
