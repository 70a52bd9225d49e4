import { expect, test } from 'vitest';
import type { CaseRun } from '../../../../src/testing/cases/case-run.ts';
import { exploreCase } from '../../../../src/testing/cases/explore-case.ts';
import { runCase } from '../../../../src/testing/cases/run-case.ts';
import type { Stub } from '../../../../src/testing/cases/stub.ts';
import type { Explored } from '../../../../src/testing/cases/test-result.ts';
import { flowOf } from '../../../../src/testing/run-flow.ts';

async function explored(
  steps: string,
  stubs: Record<string, readonly Stub[]>,
  more: Partial<CaseRun> = {},
): Promise<Explored> {
  const main = `version: v1\ntype: flow\nsteps:\n${steps}`;
  const start = { kind: 'input', input: { a: 1 } } as const;
  const run = {
    flows: { main },
    start,
    at: Date.UTC(2026, 2, 29),
    stubs: new Map(Object.entries(stubs)),
    ...more,
  };
  return await exploreCase(run, [flowOf(main)], await runCase(run));
}

function output(value: object, more: Partial<Stub> = {}): Stub {
  return { answer: { kind: 'output', output: value as never }, after: 0, ...more };
}

const BOOK = `resourceArn: 'acs:fc:::services/rail/functions/book'`;

test('a compensation that works is not upset by crashes, repeats and late messages', async () => {
  const steps = `  - {type: task, name: train, ${BOOK}, catch: [{errors: [SoldOut], goto: sorry}]}
  - {type: task, name: hotel, ${BOOK}, retry: [{errors: [Busy], maxAttempts: 1}], catch: [{errors: [FnF.ALL], goto: undo}]}
  - {type: succeed, name: booked}
  - {type: task, name: undo, ${BOOK}}
  - {type: fail, name: sorry, error: NotBooked}
`;
  const busy: Stub = { answer: { kind: 'error', failure: { error: 'Busy', cause: '' } }, times: 2, after: 0 };
  const { days, failed } = await explored(steps, {
    train: [output({ train: 1 })],
    hotel: [busy],
    undo: [output({})],
  });
  expect(failed).toBeUndefined();
  expect(days).toBeGreaterThan(80);
});

test('a timeout that is shorter than a crash lasts is told, with the day', async () => {
  const steps = `  - {type: task, name: train, ${BOOK}, timeoutSeconds: 20}\n`;
  const { failed } = await explored(steps, { train: [output({}, { after: 10_000 })] });
  expect(failed?.day).toMatch(/^the process dies (before|after) call \d+, [a-zA-Z.]+$/);
  expect(failed?.differences).toContainEqual({ at: ['error'], expected: '', actual: 'FnF.TaskTimeout' });
});

test('reports and children that are stubbed come on bad days, too', async () => {
  const steps = `  - {type: task, name: approve, ${BOOK}, pattern: waitForCallback}
  - {type: task, name: pay, resourceArn: 'acs:fnf:::flow/payment', pattern: sync}
  - {type: task, name: send, resourceArn: 'acs:mns:::/queues/q/messages', serviceParams: {MessageBody: {a: 1}}}
`;
  const report = { result: { kind: 'output', output: { ok: true } } } as const;
  const { failed } = await explored(steps, {
    approve: [output({}, { report, after: 3_600_000 })],
    pay: [output({ paid: 1 })],
    send: [output({})],
  });
  expect(failed).toBeUndefined();
});

test('a function that gives another result when it is called again is told', async () => {
  let calls = 0;
  const functions = {
    async invoke() {
      calls += 1;
      return { kind: 'succeeded', output: JSON.stringify({ number: calls }) } as const;
    },
  };
  const steps = `  - {type: task, name: count, ${BOOK}}\n`;
  const { failed } = await explored(steps, {}, { functions });
  expect(failed?.differences).toMatchObject([{ at: ['output'] }]);
});
