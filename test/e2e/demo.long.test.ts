import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { hasProgram } from '../../examples/runner/worker-process.ts';

const DEMO = fileURLToPath(new URL('../../examples/demo.ts', import.meta.url));

test('the demo runs every case of every example as expected and leaves no process behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-demo-'));
  const demo = spawn(process.execPath, [DEMO], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [printed, [exitCode]] = await Promise.all([text(demo.stdout), once(demo, 'exit')]);
  expect(exitCode, printed).toBe(0);
  for (const { name: example, cases, needs } of readExamples()) {
    if (!needs.every(hasProgram)) continue;
    expect(printed).toContain(`✓ ${example}: ${cases.length} of ${cases.length}\n`);
    for (const { name, flowName, status } of cases) {
      expect(printed).toMatch(new RegExp(`^${flowName} +${name} +\\d+ +${status}`, 'm'));
    }
  }
  const pictures = join('.fdl', 'pictures');
  expect(printed).toContain(`Pictures of how the runs of channel-packages went: ${pictures}\n`);
  const picture = join(folder, pictures, 'channel-packages.a-package-per-channel.svg');
  expect(readFileSync(picture, 'utf8')).toContain('>✓ succeeded, 3 of 3</text>');
  rmSync(folder, { recursive: true });
  // The demo leads a process group of its own; no member may be left.
  expect(() => process.kill(-(demo.pid ?? 0), 0)).toThrow('ESRCH');
}, 150_000);
