import { expect, test } from 'vitest';
import { batchName, idInside, mapRunName } from '../../../../src/engine/map/part-ids.ts';
import { handleMessage } from '../../../../src/engine/messages/handle-message.ts';
import type { ExecutionHeader } from '../../../../src/ports/execution-store.ts';
import { EngineHome } from '../engine-home.ts';

/** A distributed foreach over one item, whose batch waits for a report, as a block of YAML after `- `. */
function map(indent: string, more = ''): string {
  return [
    'type: foreach',
    'name: each',
    'iterationMapping: { collection: $.items, item: item, index: index }',
    'distributed: {}',
    ...(more === '' ? [] : [more]),
    'steps:',
    '  - { type: task, name: ask, resourceArn: "acs:mns:::/queues/work/messages", pattern: waitForCallback, serviceParams: { MessageBody: $ } }',
  ].join(`\n${indent}  `);
}

const BESIDE = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - ${map('          ')}
      - steps:
          - { type: wait, name: later, duration: 9 }
          - { type: fail, name: no, error: No }
`;

const TIMES_OUT = `version: v1
type: flow
steps:
  - ${map('  ', 'timeoutSeconds: 9\n    catch: [{ errors: [FnF.TaskTimeout], goto: wait }]')}
  - { type: wait, name: wait, duration: 9 }
`;

/** The ends of the map run of the first attempt and of its batch. */
async function endsBelow(home: EngineHome, { id }: ExecutionHeader) {
  const events = await home.history({ id });
  const { id: entry = 0 } = events.find(({ stepName }) => stepName === 'each') ?? {};
  const run = idInside(id, mapRunName({ entry, attempt: 0 }));
  const headers = [run, idInside(run, batchName(0))].map((part) => home.executions.readHeader(part));
  return (await Promise.all(headers)).map((header) => header?.end?.failure?.error ?? header?.id.name);
}

const STOPPED = ['FnF.ParentStopped', 'FnF.ParentStopped'];

test('A map run is stopped with its batches when another branch fails the execution', async () => {
  const home = new EngineHome();
  const execution = await home.start(BESIDE, '{"items":[1]}');
  await home.settle();
  await home.clock.advanceBy(9_000);
  await home.settle();
  expect((await home.executions.readHeader(execution.id))?.end?.status).toBe('Failed');
  expect(await endsBelow(home, execution)).toEqual(STOPPED);
});

test('The map run of an attempt that timed out ends with the execution, also where that has been read from a snapshot', async () => {
  const home = new EngineHome();
  const execution = await home.start(TIMES_OUT, '{"items":[1]}');
  await home.settle();
  await home.clock.advanceBy(9_000);
  await home.settle();
  expect(await endsBelow(home, execution)).toEqual([expect.stringMatching('^map-'), 'batch-0']);
  await home.clock.advanceBy(9_000);
  for (let delivery = home.queue.take(); delivery !== undefined; delivery = home.queue.take())
    delivery.answer(await handleMessage(delivery.message, home.otherProcess()));
  expect((await home.executions.readHeader(execution.id))?.end?.status).toBe('Succeeded');
  expect(await endsBelow(home, execution)).toEqual(STOPPED);
});
