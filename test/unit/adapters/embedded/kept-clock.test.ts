import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeptClock } from '../../../../src/adapters/embedded/kept-clock.ts';

import { systemClock } from '../../../../src/adapters/system.ts';

const HOUR = 3_600_000;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-clock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const note = (text: string) => writeFileSync(join(folder, 'clock'), text);
const ahead = () => openKeptClock(folder, systemClock).now() - Date.now();

test('time goes on where the process before left it, so that no wait is longer for a clock that was set back', () => {
  note(String(Date.now() + HOUR));
  expect(Math.abs(ahead() - HOUR)).toBeLessThan(1_000);
});

test.each(['', 'none', '-5', String(Date.now() + 100 * HOUR), String(Date.now() - HOUR)])(
  'a note that tells %j changes nothing',
  (text) => {
    note(text);
    expect(Math.abs(ahead())).toBeLessThan(1_000);
  },
);

test('it is noted when the clock is closed', () => {
  const clock = openKeptClock(folder, systemClock);
  clock.keep();
  clock.close();
  expect(Math.abs(Number(readFileSync(join(folder, 'clock'), 'utf8')) - Date.now())).toBeLessThan(1_000);
});

test('without a folder it is the time of the machine', () => {
  const clock = openKeptClock(undefined, systemClock);
  clock.keep();
  clock.close();
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
});
