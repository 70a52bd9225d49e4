import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ExecutionLogs, type LogLine, MAX_LOG_BYTES } from '../../src/ports/execution-logs.ts';
import type { ExecutionStore } from '../../src/ports/execution-store.ts';
import { InvalidPageToken } from '../../src/ports/flow-store.ts';
import { makeHeader, START } from './execution-fixtures.ts';

/** Logs, and the executions that they belong to. */
export interface ExecutionLogsHarness {
  readonly logs: ExecutionLogs;
  readonly executions: ExecutionStore;
  readonly dispose: () => Promise<void>;
}

const { id } = makeHeader('a');

function line(text: string, more: Partial<LogLine> = {}): LogLine {
  return { at: START, level: 'Info', stream: 'stdout', stepName: 'pay', entry: 2, attempt: 0, text, ...more };
}

/** The promises of every home that keeps the output of functions (src/ports/execution-logs.ts). */
export function executionLogsSuite(home: string, open: () => Promise<ExecutionLogsHarness>): void {
  describe(`Logs of executions, ${home}`, () => {
    let harness: ExecutionLogsHarness;
    beforeEach(async () => {
      harness = await open();
      await harness.executions.create(makeHeader('a'));
      await harness.executions.create(makeHeader('b'));
    });
    afterEach(() => harness.dispose());

    const read = (filter = {}, position: { after?: string; limit?: number } = {}) =>
      harness.logs.read(makeHeader('a'), filter, { limit: 100, ...position });
    const texts = async (filter = {}) => (await read(filter)).lines.map(({ text }) => text);

    test('Lines come back whole and in their order, and only those of the execution', async () => {
      expect(await read()).toEqual({ lines: [], hasMore: false });
      const first = line('支付 "ok"\u0000\ud800', { level: 'Warn', stream: 'stderr', entry: 9, attempt: 3 });
      await harness.logs.append(id, [first, line('')]);
      await harness.logs.append(makeHeader('b').id, [line('of b')]);
      await harness.logs.append(id, [line('late', { at: START - 5 })]);
      const { lines, hasMore } = await read();
      expect(hasMore).toBe(false);
      expect(lines).toMatchObject([
        { ...first, text: expect.stringMatching(/^支付 "ok"\0./) },
        line(''),
        line('late', { at: START - 5 }),
      ]);
      expect(new Set(lines.map((kept) => kept.id)).size).toBe(3);
    });

    test('Lines of an execution that is not there are dropped', async () => {
      const gone = makeHeader('gone').id;
      await harness.logs.append(gone, [line('nobody reads this')]);
      expect((await harness.logs.read(makeHeader('gone'), {}, { limit: 9 })).lines).toEqual([]);
    });

    test('A filter takes the lines that fit all that it names', async () => {
      await harness.logs.append(id, [
        line('begun', { level: 'Debug', at: START + 1 }),
        line('Card DECLINED by bank_1', { level: 'Error', stepName: 'charge', entry: 5, at: START + 2 }),
        line('again', { level: 'Warn', entry: 7, at: START + 3 }),
      ]);
      expect(await texts({ level: 'Warn' })).toEqual(['Card DECLINED by bank_1', 'again']);
      expect(await texts({ stepName: 'pay' })).toEqual(['begun', 'again']);
      expect(await texts({ entry: 7 })).toEqual(['again']);
      expect(await texts({ since: START + 2 })).toEqual(['Card DECLINED by bank_1', 'again']);
      expect(await texts({ search: 'declined' })).toEqual(['Card DECLINED by bank_1']);
      // Neither sign means anything but itself.
      expect(await texts({ search: 'bank%1' })).toEqual([]);
      expect(await texts({ search: 'BANK_1', level: 'Error', stepName: 'charge' })).toHaveLength(1);
      expect(await texts({ search: 'declined', entry: 7 })).toEqual([]);
    });

    test('Pages join to the whole, and reading goes on behind their end when more has come', async () => {
      const all = Array.from({ length: 7 }, (_, at) =>
        line(`line ${at}`, { level: at % 2 ? 'Info' : 'Warn' }),
      );
      await harness.logs.append(id, all);
      const seen: string[] = [];
      let after: string | undefined;
      for (let hasMore = true; hasMore; ) {
        const page = await read({ level: 'Warn' }, { limit: 2, ...(after !== undefined && { after }) });
        seen.push(...page.lines.map(({ text }) => text));
        after = page.end;
        hasMore = page.hasMore;
      }
      expect(seen).toEqual(['line 0', 'line 2', 'line 4', 'line 6']);
      if (after === undefined) throw new Error('no end');
      expect((await read({}, { after, limit: 9 })).lines).toEqual([]);
      await harness.logs.append(id, [line('new', { level: 'Error' })]);
      const { lines } = await read({ level: 'Warn' }, { after });
      expect(lines.map(({ text }) => text)).toEqual(['new']);
    });

    test('A position of another kind is refused', async () => {
      const reading = async (after: string) => await read({}, { after });
      await expect(reading('yesterday')).rejects.toThrow(InvalidPageToken);
      await expect(reading('-1')).rejects.toThrow(InvalidPageToken);
    });

    test('An execution keeps so many bytes, then a line that says so, and nothing any more', async () => {
      const long = 'x'.repeat(1024 * 1024 - 100);
      for (const digit of '123') await harness.logs.append(id, [line(digit + long)]);
      await harness.logs.append(id, [line(`4${long}`), line(`5${long}`), line('6')]);
      await harness.logs.append(id, [line('short')]);
      const { lines } = await read();
      expect(lines.map(({ text }) => text.slice(0, 5))).toEqual([
        '1xxxx',
        '2xxxx',
        '3xxxx',
        '4xxxx',
        'From ',
      ]);
      expect(lines[4]).toMatchObject({ stream: 'service', level: 'Warn', stepName: 'pay' });
      expect(lines[4]?.text).toContain(String(MAX_LOG_BYTES));
      await harness.logs.append(makeHeader('b').id, [line('of b')]);
      expect((await harness.logs.read(makeHeader('b'), {}, { limit: 9 })).lines).toHaveLength(1);
    });
  });
}
