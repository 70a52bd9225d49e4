import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// A program that tries nothing finds nothing: what it cannot read it must refuse, not take for zero.

test.each([
  ['test/simulation/simulate.ts', '--runs', '1e6', 'whole number, 1 or more'],
  ['test/simulation/simulate.ts', '--runs', '0', 'whole number, 1 or more'],
  ['test/simulation/simulate.ts', '--seed', '-1', 'whole number, 0 or more'],
  ['test/simulation/simulate.ts', '--workers', '0', 'whole number, 1 or more'],
  ['test/simulation/simulate.ts', '--home', 'azure', 'Allowed choices are aws, embedded'],
  ['test/fuzz/fuzz.ts', '--seconds', 'ten', 'whole number, 1 or more'],
  ['test/fuzz/fuzz.ts', '--target', 'toml', 'Allowed choices are yaml, '],
  ['test/load/load.ts', '--minutes', 'ten', 'whole number, 1 or more'],
  ['test/load/load.ts', '--rate', '0', 'whole number, 1 or more'],
  ['bench/main.ts', '--only', 'W1,W99', "There is no 'W99'; there are W1, "],
])('%s refuses %s %s', async (program, flag, value, message) => {
  const run = promisify(execFile)(process.execPath, [program, flag, value], { timeout: 30_000 });
  await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
});
