import { describe, expect, test } from 'vitest';
import { batchName, idInside, mapRunName } from '../../../../src/engine/map/part-ids.ts';
import { handleMessage } from '../../../../src/engine/messages/handle-message.ts';
import { redriveExecution } from '../../../../src/engine/resume/redrive-execution.ts';
import { submitCommand } from '../../../../src/engine/submit-command.ts';
import type { ExecutionHeader } from '../../../../src/ports/execution-store.ts';
import { ASK } from '../engine-flows.ts';
import { EngineHome, facadeOf } from '../engine-home.ts';

// A parent failed beside a child that runs on, was redriven, and is stopped.

const stop = { type: 'Stop', failure: { error: 'Enough', cause: '' } } as const;
const BELOW = { status: 'Stopped', failure: { error: 'FnF.ParentStopped' } };

const BREAKS = '- { type: task, name: breaks, resourceArn: "acs:fc:::services/w/functions/breaks" }';
const CHILD = '- { type: task, name: sub, resourceArn: "acs:fnf:::flow/child", pattern: sync }';
const MAP = `- type: foreach
            name: each
            iterationMapping: { collection: $.items, item: item, index: index }
            distributed: {}
            steps:
              - type: task
                name: ask
                resourceArn: acs:mns:::/queues/work/messages
                pattern: waitForCallback
                serviceParams: { MessageBody: $ }`;

/** A parent that was redriven; the message of that is there. */
async function redriven(step: string): Promise<{ home: EngineHome; parent: ExecutionHeader }> {
  const home = new EngineHome();
  await home.createFlow('child', ASK);
  home.targets.answer = () => ({ kind: 'failed', failure: { error: 'Bad', cause: '' } });
  const parent = await home.start(
    `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          ${step}
      - steps:
          - { type: wait, name: later, duration: 9 }
          ${BREAKS}
`,
    '{"items":[1]}',
  );
  await home.settle();
  await home.clock.advanceBy(9_000);
  await home.settle();
  home.targets.answer = () => new Promise(() => {});
  expect((await redriveExecution(home.services, parent.id, {})).kind).toBe('redriven');
  return { home, parent };
}

/** Ends of the execution, or the map run and its batch, that the first attempt of the step has started. */
async function endsBelow(home: EngineHome, parent: ExecutionHeader) {
  const events = await home.history(parent);
  const { id: entry = 0 } =
    events.find(({ type, stepName }) => type === 'StepEntered' && ['sub', 'each'].includes(stepName)) ?? {};
  const run = idInside(parent.id, mapRunName({ entry, attempt: 0 }));
  const { id: flowId = '' } = (await home.flows.readFlow('child')) ?? {};
  const ids = [{ flowId, name: `run-${entry}-0` }, run, idInside(run, batchName(0))];
  const headers = await Promise.all(ids.map((id) => home.executions.readHeader(id)));
  return headers.filter((header) => header !== undefined).map(({ end }) => end);
}

describe('The stop of a parent that was redriven ends the child', () => {
  test.each([
    ['an execution', CHILD, [BELOW]],
    ['a map run', MAP, [BELOW, BELOW]],
  ])('before any driver has let it go on: %s', async (_, step, ends) => {
    const { home, parent } = await redriven(step);
    expect(await endsBelow(home, parent)).toEqual(ends.map(() => undefined));
    await submitCommand(home.services, parent.id, stop);
    await home.settle();
    expect(await endsBelow(home, parent)).toMatchObject(ends);
  });

  test('that another process lets go on meanwhile', async () => {
    const { home, parent } = await redriven(CHILD);
    const [asked, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = facadeOf(home.executions, {
      reopen: async (id, record, child) => {
        asked.resolve();
        await allowed.promise;
        return home.executions.reopen(id, record, child);
      },
    });
    void handleMessage(home.take().message, home.otherProcess({ executions: slow }));
    await settleUntil(home, asked.promise);
    await submitCommand(home.services, parent.id, stop);
    await home.settle();
    allowed.resolve();
    await home.toEnd();
    expect(await endsBelow(home, parent)).toMatchObject([BELOW]);
  });
});

/** Handles messages, and moves time on, until something has happened. */
async function settleUntil(home: EngineHome, done: Promise<void>): Promise<void> {
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  while (!isDone) {
    await home.settle();
    await home.clock.advanceBy(50);
  }
}
