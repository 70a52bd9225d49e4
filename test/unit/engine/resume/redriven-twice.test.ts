import { describe, expect, test } from 'vitest';
import { batchName, idInside, mapRunName } from '../../../../src/engine/map/part-ids.ts';
import { handleMessage } from '../../../../src/engine/messages/handle-message.ts';
import { startChild } from '../../../../src/engine/perform/start-child.ts';
import { reportTask } from '../../../../src/engine/report-task.ts';
import { redriveExecution } from '../../../../src/engine/resume/redrive-execution.ts';
import { submitCommand } from '../../../../src/engine/submit-command.ts';
import { taskToken } from '../../../../src/engine/task-token.ts';
import type { ExecutionHeader, ExecutionId } from '../../../../src/ports/execution-store.ts';
import { ASK } from '../engine-flows.ts';
import { EngineHome } from '../engine-home.ts';

// A parent failed beside a child that runs on, was redriven, failed again before any driver came to the child, and was redriven again.

const failed = { kind: 'failed', failure: { error: 'Bad', cause: '' } } as const;
const stop = { type: 'Stop', failure: { error: 'Enough', cause: '' } } as const;
const CHILD = '- { type: task, name: sub, resourceArn: "acs:fnf:::flow/child", pattern: sync }';
const ASKING = (name: string) =>
  `- { type: task, name: ${name}, resourceArn: "acs:mns:::/queues/work/messages", pattern: waitForCallback, serviceParams: { MessageBody: $ } }`;
const MAP = `- type: foreach
            name: each
            iterationMapping: { collection: $.items, item: item, index: index }
            distributed: {}
            steps:
              ${ASKING('inside')}`;

async function redrivenTwice(step: string): Promise<{ home: EngineHome; parent: ExecutionHeader }> {
  const home = new EngineHome();
  await home.createFlow('child', ASK);
  const branches = [step, ASKING('beside')].map((steps) => `      - steps:\n          ${steps}\n`).join('');
  const parent = await home.start(
    `version: v1\ntype: flow\nsteps:\n  - type: parallel\n    name: both\n    branches:\n${branches}`,
    '{"items":[1]}',
  );
  await home.settle();
  for (let redrives = 0; redrives < 2; redrives++) {
    const token = (await home.tokens(parent)).at(-1) ?? '';
    await reportTask(home.services, token, failed);
    // The message of the redrive comes after that end, and has nothing to do.
    await home.settle();
    expect((await redriveExecution(home.services, parent.id, {})).kind).toBe('redriven');
  }
  return { home, parent };
}

async function entryOf(home: EngineHome, parent: ExecutionHeader): Promise<number> {
  const events = await home.history(parent);
  const entered = events.find(({ type, stepName }) => type === 'StepEntered' && /sub|each/.test(stepName));
  return entered?.id ?? 0;
}

/** The executions, or the map run and its batch, that the attempts of the step have started. */
async function startedBelow(home: EngineHome, parent: ExecutionHeader): Promise<readonly ExecutionHeader[]> {
  const entry = await entryOf(home, parent);
  const { id: flowId = '' } = (await home.flows.readFlow('child')) ?? {};
  const ids = [0, 1, 2].flatMap((attempt): ExecutionId[] => {
    const run = idInside(parent.id, mapRunName({ entry, attempt }));
    return [{ flowId, name: `run-${entry}-${attempt}` }, run, idInside(run, batchName(0))];
  });
  const headers = await Promise.all(ids.map((id) => home.executions.readHeader(id)));
  return headers.filter((header) => header !== undefined);
}

describe.each([
  ['an execution', CHILD, 1],
  ['a map run', MAP, 2],
])('What a first attempt has started, when its parent was redriven twice: %s', (_, step, started) => {
  test('goes on for the newest attempt, and nothing is started beside it', async () => {
    const { home, parent } = await redrivenTwice(step);
    await handleBesideOthers(home);
    const [child, ...inside] = await startedBelow(home, parent);
    expect([child, ...inside]).toHaveLength(started);
    expect(child?.redriven?.awaitedBy?.startedBy).toMatch(/\/2$/);
    expect(await home.executions.readHeader(parent.id)).not.toHaveProperty('end');
    expect(child).not.toHaveProperty('end');
  });

  test('is stopped with its parent, although no driver has come to it since', async () => {
    const { home, parent } = await redrivenTwice(step);
    await submitCommand(home.services, parent.id, stop);
    await home.toEnd();
    const ends = (await startedBelow(home, parent)).map(({ end }) => end);
    const below = { status: 'Stopped', failure: { error: 'FnF.ParentStopped' } };
    expect(ends).toMatchObject(Array.from({ length: started }, () => below));
  });
});

test('A child that goes on for the newest attempt is left alone by a late driver of an earlier attempt', async () => {
  const { home, parent } = await redrivenTwice(CHILD);
  await handleBesideOthers(home);
  const [child] = await startedBelow(home, parent);
  const task = { frame: 1, entry: await entryOf(home, parent), attempt: 1 };
  const brokenOff = { ...task, attempt: 0, since: 0 };
  const parentToken = taskToken(parent, task);
  const request = { kind: 'flow', flowName: 'child', input: '{}', parentToken } as const;
  await startChild(home.services, parent, request, { task, pattern: 'sync', brokenOff });
  expect(await startedBelow(home, parent)).toEqual([child]);
});

/** Handles the oldest message, and those that it waits for meanwhile. */
async function handleBesideOthers(home: EngineHome): Promise<void> {
  const { message, answer } = home.take();
  let isDone = false;
  void handleMessage(message, home.services).then((handled) => {
    answer(handled);
    isDone = true;
  });
  while (!isDone) {
    await home.settle();
    await home.clock.advanceBy(50);
  }
  await home.settle();
}
