import { expect, test } from 'vitest';
import { type HistoryEvent, readHistory } from '../../../../src/engine/history/history.ts';
import { withFirstRecord } from '../../../../src/engine/log/fold-records.ts';
import type { EngineServices } from '../../../../src/engine/services.ts';
import type { ExecutionRecord } from '../../../../src/interpreter/record.ts';
import type { ExecutionHeader } from '../../../../src/ports/execution-store.ts';
import { calmRun } from '../../../../src/testing/simulation/try-run.ts';
import type { World } from '../../../../src/testing/simulation/world.ts';
import { wholeVariable } from '../../../helpers/whole-number.ts';
import { randomScenario } from '../../../simulation/world/flows.ts';

const ALL = 100_000;

/** Seeds whose executions are long enough to hold a snapshot are among them. */
const SEEDS = Array.from({ length: wholeVariable('FDL_HISTORIES', 1, 16) }, (_, index) => 5_022 + index);

interface Run {
  readonly header: ExecutionHeader;
  readonly records: readonly ExecutionRecord[];
  readonly services: EngineServices;
}

async function runOf(seed: number): Promise<Run> {
  const { world } = await calmRun(randomScenario(seed));
  const log = world.logs.all().find(({ header }) => header.id.name === 'main');
  if (log === undefined) throw new Error('nothing was run');
  const { header } = log;
  const records = withFirstRecord(header, await world.executions.readRecords(header.id, 1, ALL));
  return { header, records, services: servicesOf(world) };
}

function servicesOf({
  executions,
  blobs,
  heartbeats,
  flows,
  queue,
  timers,
  clock,
  ids,
}: World): EngineServices {
  const unused = {} as never;
  const nowhere = {
    targets: unused,
    objects: unused,
    childStarts: unused,
    logger: unused,
    limits: unused,
    physical: unused,
  };
  return { executions, blobs, heartbeats, flows, queue, timers, clock, ids, ...nowhere };
}

/** The same services over a log that never had a snapshot. */
function withoutSnapshots({ services, records }: Run): EngineServices {
  const bare = records.map(({ snapshot: _, ...record }) => record);
  const executions = Object.create(services.executions, { readRecords: { value: async () => bare } });
  return { ...services, executions };
}

async function inPages({ services, header }: Run, size: number): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for (;;) {
    const page = await readHistory(services, header, events.length + 1, size);
    if (page.length === 0) return events;
    events.push(...page);
  }
}

test('However a history is read, in pages of any size, from anywhere, with or without snapshots, it is the same', async () => {
  let withSnapshots = 0;
  for (const seed of SEEDS) {
    const run = await runOf(seed);
    withSnapshots += run.records.some(({ snapshot }) => snapshot !== undefined) ? 1 : 0;
    const full = await readHistory(withoutSnapshots(run), run.header, 1, ALL);
    expect(full.map(({ id }) => id)).toEqual(full.map((_, index) => index + 1));
    for (const size of [1, 7, 100]) expect(await inPages(run, size), `seed ${seed}`).toEqual(full);
    expect(await readHistory(run.services, run.header, full.length + 1, 10)).toEqual([]);
  }
  expect(withSnapshots).toBeGreaterThan(3);
});

test('What was read while an execution ran is how its history begins', async () => {
  for (const seed of SEEDS.slice(0, SEEDS.length / 2)) {
    const run = await runOf(seed);
    const full = await readHistory(run.services, run.header, 1, ALL);
    for (let kept = 0; kept < run.records.length; kept++) {
      const records = run.records.slice(0, kept);
      const executions = Object.create(run.services.executions, {
        readRecords: { value: async () => records },
      });
      const earlier = await readHistory({ ...run.services, executions }, run.header, 1, ALL);
      expect(earlier).toEqual(full.slice(0, earlier.length));
    }
  }
});
