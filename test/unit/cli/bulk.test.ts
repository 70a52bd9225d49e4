import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ListedExecutionView, RequestOf } from '../../../src/api/contract.ts';
import { NO_REPORT, reportFile } from '../../../src/cli/bulk/report.ts';
import { type BulkWork, runBulk } from '../../../src/cli/bulk/run-bulk.ts';
import { CliError } from '../../../src/cli/cli-error.ts';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { findExecutions } from '../../../src/cli/service/find-executions.ts';
import { fakeClient } from './fake-client.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-bulk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const EXECUTIONS = ['e5', 'e4', 'e3', 'e2', 'e1'].map(
  (Name) => ({ FlowName: 'f', Name }) as ListedExecutionView,
);

function refusal(): CliError {
  return new CliError('FlowNotExists: gone', { code: 'FlowNotExists', exitCode: EXIT.api, requestId: 'r' });
}

/** Work that notes what is done, with what it sleeps in between. */
function noted(given: Partial<BulkWork> = {}) {
  const done: string[] = [];
  const work: BulkWork = {
    act: async ({ Name }) => {
      done.push(Name);
      return 'ok';
    },
    rate: 4,
    sleep: async (milliseconds) => {
      done.push(`${milliseconds} ms`);
    },
    isInterrupted: () => false,
    onOutcome: () => {},
    ...given,
  };
  return { done, work };
}

test('everything that a filter matches is read, page by page, also behind one that is empty', async () => {
  const asked: RequestOf<'ListExecutions'>[] = [];
  const client = fakeClient({
    ListExecutions: (request) => {
      asked.push(request);
      const isFirst = request.NextToken === undefined;
      return { RequestId: 'r', Executions: isFirst ? [] : EXECUTIONS, ...(isFirst && { NextToken: 't' }) };
    },
  });
  expect(await findExecutions(client, { FlowName: 'f', Status: 'Failed', Label: 'a=b' })).toEqual(EXECUTIONS);
  const filter = { FlowName: 'f', Status: 'Failed', Label: 'a=b', Limit: 99 };
  expect(asked).toEqual([filter, { ...filter, NextToken: 't' }]);
});

describe('work on many', () => {
  test('takes the oldest first, no faster than its rate', async () => {
    const { done, work } = noted();
    expect(await runBulk(EXECUTIONS.slice(3), NO_REPORT, work)).toBe(0);
    expect(done).toEqual(['e1', '250 ms', 'e2']);
  });

  test('goes on when one is refused, and ends when the service is gone', async () => {
    const told: unknown[] = [];
    const { work } = noted({
      act: async ({ Name }) => {
        if (Name === 'e2') throw refusal();
        if (Name === 'e4')
          throw new CliError('gone', { code: 'ConnectionFailed', exitCode: EXIT.connection });
        return 'ok';
      },
      onOutcome: ({ ExecutionName, Result, Error: error }, { done, all }) =>
        told.push([ExecutionName, Result ?? error, done, all]),
    });
    await expect(runBulk(EXECUTIONS, NO_REPORT, work)).rejects.toThrow('gone');
    expect(told).toEqual([
      ['e1', 'ok', 1, 5],
      ['e2', 'FlowNotExists: gone', 2, 5],
      ['e3', 'ok', 3, 5],
    ]);
  });

  test('begins no more once it is interrupted', async () => {
    const { done, work } = noted();
    await runBulk(EXECUTIONS, NO_REPORT, { ...work, isInterrupted: () => done.includes('e2') });
    expect(done.filter((name) => name.startsWith('e'))).toEqual(['e1', 'e2']);
  });

  test('goes on from the report of the command before, and tries again what was refused', async () => {
    const path = join(folder, 'report.jsonl');
    const first = noted({
      act: async ({ Name }) => {
        if (Name === 'e2') throw refusal();
        if (Name === 'e3') throw new Error('crash');
        return 'ok';
      },
    });
    await expect(runBulk(EXECUTIONS, reportFile(path), first.work)).rejects.toThrow('crash');
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"FlowName":"f","Exec`);
    const { done, work } = noted();
    expect(await runBulk(EXECUTIONS, reportFile(path), work)).toBe(0);
    expect(done.filter((name) => name.startsWith('e'))).toEqual(['e2', 'e3', 'e4', 'e5']);
  });

  test('a file that is no report is refused, and so is one that cannot be written', () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'not mine\n');
    expect(() => reportFile(path)).toThrow(
      `--report ${path}: line 1 is no line of a report; name another file`,
    );
    expect(() => reportFile(join(folder, 'none', 'report'))).toThrow('cannot be written: ENOENT');
  });
});
