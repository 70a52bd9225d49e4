import { describe, expect, test } from 'vitest';
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
/** A parent that was redriven; the message of that is there. */
async function redriven(): Promise<{ home: EngineHome; parent: ExecutionHeader }> {
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
          ${CHILD}
      - steps:
          - { type: wait, name: later, duration: 9 }
          ${BREAKS}
`,
  );
  await home.settle();
  await home.clock.advanceBy(9_000);
  await home.settle();
  home.targets.answer = () => new Promise(() => {});
  expect((await redriveExecution(home.services, parent.id, {})).kind).toBe('redriven');
  return { home, parent };
}

/** The end of the execution that the first attempt of the step has started. */
async function endBelow(home: EngineHome, parent: ExecutionHeader) {
  const events = await home.history(parent);
  const { id: entry = 0 } =
    events.find(({ type, stepName }) => type === 'StepEntered' && stepName === 'sub') ?? {};
  const { id: flowId = '' } = (await home.flows.readFlow('child')) ?? {};
  return (await home.executions.readHeader({ flowId, name: `run-${entry}-0` }))?.end;
}

describe('The stop of a parent that was redriven ends the child', () => {
  test('before any driver has let it go on', async () => {
    const { home, parent } = await redriven();
    expect(await endBelow(home, parent)).toBeUndefined();
    await submitCommand(home.services, parent.id, stop);
    await home.settle();
    expect(await endBelow(home, parent)).toMatchObject(BELOW);
  });

  test('that another process lets go on meanwhile', async () => {
    const { home, parent } = await redriven();
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
    expect(await endBelow(home, parent)).toMatchObject(BELOW);
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
