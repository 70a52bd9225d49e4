import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/common/json.ts';
import { factsOf } from '../../src/engine/log/circumstances.ts';
import type { WholeHeader } from '../../src/engine/log/whole-log.ts';
import { fromSnapshot } from '../../src/interpreter/snapshot.ts';
import { type ExecutionState, initialState } from '../../src/interpreter/state.ts';
import { flowOnce, historyOf, stateOf } from '../helpers/fold-log.ts';
import {
  contentsOf,
  FORMATS,
  logOnAws,
  logsIn,
  type RecordedRun,
  readAwsItems,
  readableItem,
  readDatabase,
  readRuns,
  type StoredLog,
  storedEmbedded,
  storedOnAws,
  withDatabase,
} from './recorded-logs.ts';

test('Every recorded format is read', () => {
  expect(readdirSync('test/fixtures/logs').filter((name) => !name.includes('.'))).toEqual([...FORMATS]);
});

describe.each(FORMATS)('format %s', (format) => {
  const runs = readRuns(format);
  const headers = runs.map(({ header }) => header);
  const homes: Readonly<Record<string, () => Promise<readonly StoredLog[]>>> = {
    embedded: () => withDatabase(readDatabase(format), (folder) => logsIn(folder, headers)),
    AWS: async () => readAwsItems(format).map(logOnAws),
  };

  test.each(Object.keys(homes))(
    'a log stored in the %s home folds to the state, history and status that it had',
    async (home) => {
      const logs = await homes[home]?.();
      expect(logs).toHaveLength(runs.length);
      for (const [index, run] of runs.entries()) await expectSame(run, logs?.[index]);
    },
  );
});

async function expectSame({ scenario, definition, header, history, middle }: RecordedRun, log?: StoredLog) {
  if (log === undefined) expect.fail(`${scenario} is not stored`);
  expect(log.header, scenario).toEqual(header);
  expect(await historyOf(definition, log), scenario).toEqual(history);
  const { status, end } = stateOf(definition, log);
  const output = end?.output === undefined ? '' : JSON.stringify(end.output);
  expect({ status, output, failure: end?.failure }, scenario).toEqual({
    status: header.end?.status,
    output: header.end?.output,
    failure: header.end?.failure,
  });
  const half = stateOf(definition, { header, records: log.records.slice(0, middle.records) });
  expect(comparable(half), scenario).toEqual(comparable(stateIn(middle.snapshot, definition, header)));
}

function stateIn(snapshot: JsonValue, definition: string, header: RecordedRun['header']): ExecutionState {
  return fromSnapshot(initialState(flowOnce(definition), factsOf(header as WholeHeader)), snapshot);
}

/** Tables of frames are compared by what is in them; a snapshot has no end. */
function comparable({ frames, flow: _flow, end: _end, ...state }: ExecutionState): object {
  return { ...state, frames: frames.values() };
}

describe('what is written today is of the newest recorded format', () => {
  const format = FORMATS.at(-1) ?? '';
  const items = readAwsItems(format);

  test('in the AWS home', () => {
    const written = items.map((stored) => storedOnAws(logOnAws(stored)));
    expect(written.flat().map(readableItem)).toEqual(items.flat().map(readableItem));
  });

  test('in the embedded home', async () => {
    const headers = readRuns(format).map(({ header }) => header);
    const recorded = readDatabase(format);
    const logs = await withDatabase(recorded, (folder) => logsIn(folder, headers));
    const written = await storedEmbedded(logs);
    expect(await withDatabase(written, contentsOf)).toEqual(await withDatabase(recorded, contentsOf));
  });
});
