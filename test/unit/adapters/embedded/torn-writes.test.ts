import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import { incompressibleText, makeHeader, makeRecord } from '../../../conformance/execution-fixtures.ts';

// The files that a power failure may leave: the write-ahead log cut anywhere, or with sectors that never arrived.
// Whatever it is, the folder opens again and holds the commits up to one of them, and those before it.

const HEADER_BYTES = 32;
const FRAME_BYTES = 24 + 4_096;
const SECTOR_BYTES = 512;
const COMMITS = 12;
/** Frames at the end that are damaged one way and the other. */
const FRAMES = 3;

let folder: string;
let sizes: number[];

/** Commits one record after the other, notes how large the log is after each, and keeps the files as they are then. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-torn-'));
  const live = join(folder, 'live');
  const stores = openEmbeddedStores({ folder: live }, systemClock);
  const { id } = makeHeader('run');
  await stores.executions.create(makeHeader('run'));
  sizes = [];
  for (let event = 1; event <= COMMITS; event += 1) {
    await stores.executions.append(id, makeRecord(event, 1, { owner: incompressibleText(600, event) }));
    sizes.push(readFileSync(join(live, 'fdl.sqlite-wal')).length);
  }
  for (const name of ['fdl.sqlite', 'fdl.sqlite-wal']) copyFileSync(join(live, name), join(folder, name));
  await stores.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('A log that is cut at any byte of its last frames opens with all commits before the cut', async () => {
  const log = readFileSync(join(folder, 'fdl.sqlite-wal'));
  for (const cut of cuts(log.length)) {
    const complete = sizes.filter((size) => size <= cut).length;
    expect({ cut, commits: await commitsIn(log.subarray(0, cut)) }).toEqual({ cut, commits: complete });
  }
});

test('A log of which a sector did not arrive opens with all commits before it', async () => {
  const log = readFileSync(join(folder, 'fdl.sqlite-wal'));
  const from = log.length - FRAMES * FRAME_BYTES;
  for (let at = from - (from % SECTOR_BYTES); at < log.length; at += SECTOR_BYTES) {
    for (const junk of [0x00, 0xa5]) {
      const torn = Buffer.from(log).fill(junk, at, Math.min(at + SECTOR_BYTES, log.length));
      const complete = sizes.filter((size) => size <= at).length;
      const commits = await commitsIn(torn);
      // A sector that was all zeros has lost nothing.
      const isWhole = torn.equals(log);
      expect({ at, junk, commits }).toEqual({ at, junk, commits: isWhole ? COMMITS : complete });
    }
  }
});

/** Every byte around the beginnings of frames, where their headers are, and steps through their pages. */
function cuts(length: number): readonly number[] {
  const found: number[] = [];
  for (let at = length - FRAMES * FRAME_BYTES; at <= length; at += 1) {
    const inFrame = (at - HEADER_BYTES) % FRAME_BYTES;
    if (inFrame < 26 || inFrame > FRAME_BYTES - 3 || inFrame % 97 === 0) found.push(at);
  }
  return found;
}

/** Commits that a folder with this log holds; fails when they are not the first ones, or anything is damaged. */
async function commitsIn(log: Buffer): Promise<number> {
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  copyFileSync(join(folder, 'fdl.sqlite'), join(copy, 'fdl.sqlite'));
  writeFileSync(join(copy, 'fdl.sqlite-wal'), log);
  const stores = openEmbeddedStores({ folder: copy }, systemClock);
  const records = await stores.executions.readRecords(makeHeader('run').id, 1, COMMITS);
  await stores.close();
  const database = new DatabaseSync(join(copy, 'fdl.sqlite'));
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  database.close();
  rmSync(copy, { recursive: true });
  expect(records.map(({ firstEventId }) => firstEventId)).toEqual(records.map((_, index) => index + 1));
  return records.length;
}
