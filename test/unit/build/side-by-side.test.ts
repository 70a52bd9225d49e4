import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lives } from '../../helpers/processes.ts';
import { untilPasses } from '../../helpers/until-passes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-side-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Runner = ChildProcessByStdio<null, Readable, null>;

function sideBySide(...lines: readonly string[]): Runner {
  return spawn(process.execPath, ['build/side-by-side.ts', ...lines], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** A line whose shell waits for a shell that waits: each writes its process id to a file of that name. */
const waiting = (name: string) =>
  `echo $$ > ${folder}/${name}-outer; sh -c 'echo $$ > ${folder}/${name}-inner; sleep 600; true'; true`;

function writtenPids(): readonly number[] {
  return readdirSync(folder).map((file) => Number(readFileSync(join(folder, file), 'utf8')));
}

test('Command lines run at the same time, and a run is green when each of them is', async () => {
  const gate = join(folder, 'gate');
  const runner = sideBySide(
    `until test -e ${gate}; do sleep 0.02; done; echo waited`,
    `touch ${gate}; echo opened`,
  );
  const [printed, [code]] = await Promise.all([text(runner.stdout), once(runner, 'close')]);
  // Either may end first once the gate is open.
  for (const word of ['opened', 'waited']) expect(printed).toMatch(new RegExp(`^${word}$`, 'm'));
  expect(code).toBe(0);
});

test('A command line that fails turns the run red, and is named last', async () => {
  const runner = sideBySide('echo good', 'echo bad; exit 3');
  const [printed, [code]] = await Promise.all([text(runner.stdout), once(runner, 'close')]);
  expect(printed).toMatch(/✗ failed: echo bad; exit 3\n$/);
  expect(code).toBe(1);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the processes of all command lines, and then the run', async (signal, expected) => {
  const runner = sideBySide(waiting('one'), waiting('other'));
  const closed = Promise.all([text(runner.stdout), once(runner, 'close')]);
  await untilPasses(() => {
    expect(writtenPids()).toHaveLength(4);
    expect(writtenPids().every((pid) => pid > 0 && lives(pid))).toBe(true);
  });
  runner.kill(signal);
  const [, [code]] = await closed;
  expect(code).toBe(expected);
  await untilPasses(() => expect(writtenPids().filter(lives)).toEqual([]));
});
