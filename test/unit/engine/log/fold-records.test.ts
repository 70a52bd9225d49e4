import { expect, test } from 'vitest';
import { definitionOf } from '../../../../src/engine/log/flow-cache.ts';
import { foldRecords, withFirstRecord } from '../../../../src/engine/log/fold-records.ts';
import { functionFlow } from '../engine-flows.ts';
import { EngineHome } from '../engine-home.ts';

test('The first record is put before those that follow it, and before no others', async () => {
  const home = new EngineHome();
  const { id } = await home.start(functionFlow('first'));
  const header = await home.executions.readHeader(id);
  if (header === undefined) throw new Error('nothing was started');
  const [first] = withFirstRecord(header, []);
  const count = first?.events.length ?? 0;
  const record = (firstEventId: number) => ({ firstEventId, at: 0, owner: 'm', events: [] });
  expect(first).toMatchObject({ firstEventId: 1, at: header.startedAt, owner: header.owner });
  expect(withFirstRecord(header, [record(count + 1)])).toEqual([first, record(count + 1)]);
  expect(withFirstRecord(header, [record(count + 2)])).toEqual([record(count + 2)]);
});

test('Frozen records are folded once, on the same state and for the same definitions only', async () => {
  const home = new EngineHome();
  const { id } = await home.start(functionFlow('first'));
  const header = await home.executions.readHeader(id);
  if (header === undefined || typeof header.input !== 'string') throw new Error('nothing was started');
  const whole = Object.freeze({ ...header, input: header.input, origins: [] });
  const { flow } = await definitionOf(home.flows, header);
  const records = withFirstRecord(header, []);
  const state = foldRecords({ flow }, whole, records);
  expect(foldRecords({ flow }, whole, withFirstRecord(header, []))).toBe(state);
  expect(foldRecords({ flow: { ...flow } }, whole, records)).not.toBe(state);
  expect(foldRecords({ flow, versions: new Map([[2, flow]]) }, whole, records).versions.size).toBe(1);
  const [first] = records;
  if (first === undefined) throw new Error('nothing was recorded');
  const later = { ...first, at: first.at + 1 };
  expect(foldRecords({ flow }, whole, [later]).startedAt).toBe(state.startedAt + 1);
  const thawed = structuredClone(first);
  expect(foldRecords({ flow }, whole, [thawed])).not.toBe(foldRecords({ flow }, whole, [thawed]));
});
