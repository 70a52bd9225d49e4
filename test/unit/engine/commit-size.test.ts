import { expect, test } from 'vitest';
import type { ExecutionRecord } from '../../../src/interpreter/record.ts';
import { MEMORY_LIMITS } from '../../../src/testing/memory/physical-limits.ts';
import { flow, task } from './engine-flows.ts';
import { EngineHome, facadeOf } from './engine-home.ts';

const BRANCHES = 80;

/** Many tasks that fail side by side and go on. */
const FAILING = flow(
  `  - type: parallel
    name: all
    branches:
${Array.from({ length: BRANCHES }, (_, n) => branch(n)).join('')}`,
);

function branch(n: number): string {
  const step = task(
    `t${n}`,
    'acs:fc:::services/w/functions/fail',
    'catch:\n  - errors: [FnF.ALL]\n    goto: end',
  );
  const last = '  - type: succeed\n    name: end\n';
  return `      - steps:\n${(step + last).replaceAll(/^(?=.)/gm, '        ')}`;
}

/** Runs the flow on a home whose commits have room for so many bytes. @returns the records and what became of it */
async function runFailing(physical = MEMORY_LIMITS) {
  const appended: ExecutionRecord[] = [];
  const home = new EngineHome({ physical });
  const executions = facadeOf(home.executions, {
    append: async (id, record) => {
      appended.push(record);
      return home.executions.append(id, record);
    },
  });
  const failure = { error: 'Busy', cause: '值'.repeat(16_000) };
  home.targets.answer = () => ({ kind: 'failed', failure });
  const header = await home.start(FAILING);
  for (let delivery = home.queue.take(); delivery !== undefined; delivery = home.queue.take()) {
    delivery.answer(await home.handle(delivery.message, { ...home.services, executions }));
  }
  return { appended, end: (await home.executions.readHeader(header.id))?.end };
}

test('However many tasks fail at the same time with long causes, no commit grows beyond what a store can hold', async () => {
  const { appended, end } = await runFailing();
  expect(end?.status).toBe('Succeeded');
  const sizes = appended.map(({ events }) => Buffer.byteLength(JSON.stringify(events)));
  expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
  expect(appended.length).toBeGreaterThan(BRANCHES / 4);
});

test('A home whose commits have more room makes fewer of them', async () => {
  const { appended, end } = await runFailing({ ...MEMORY_LIMITS, commitBytes: 64 * 1024 * 1024 });
  expect(end?.status).toBe('Succeeded');
  expect(appended.length).toBeLessThan(BRANCHES / 4);
});
