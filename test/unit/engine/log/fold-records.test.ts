import { expect, test } from 'vitest';
import { withFirstRecord } from '../../../../src/engine/log/fold-records.ts';
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
