import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkCase, endingError } from '../../examples/runner/check-case.ts';
import { type Example, readExamples } from '../../examples/runner/example.ts';
import { repairOf } from '../../examples/runner/repair.ts';
import { createFlows, type Home, runCase } from '../../examples/runner/run-case.ts';
import { hasProgram } from '../../examples/runner/worker-process.ts';
import type { TaskReport } from '../../examples/shared/report-task.ts';
import { executionPicture } from '../../src/cli/output/execution-picture.ts';
import { parseFlow } from '../../src/fdl/parse-flow.ts';
import { drawFlow } from '../../src/graph/draw-flow.ts';
import { openVirtualHome, type VirtualHome } from '../../src/testing/virtual-home.ts';
import { busyMs } from '../helpers/busy-time.ts';
import { comparableHistory } from '../helpers/comparable-history.ts';
import { releasableFunctionsOf, uploadsOf } from '../helpers/example-functions.ts';
import { recordedHistories } from './recorded-histories.ts';

// `npx vitest run test/flows/examples.test.ts -u` records the histories anew.

const examples = readExamples();

async function openHome(example: Example): Promise<VirtualHome & Home> {
  const released: URL[] = [];
  const home = openVirtualHome(releasableFunctionsOf(example, released), async (destination, body) => {
    const receiver = example.receivers[destination];
    if (receiver === undefined) return undefined;
    const { receive }: { receive: (body: unknown) => TaskReport } = await import(receiver.href);
    return receive(body);
  });
  await createFlows(home, example);
  for (const { bucket, key, body } of uploadsOf(example)) {
    home.objects.createBucket(bucket);
    await home.objects.write({ bucket, key }, body);
  }
  return {
    ...home,
    hasSchedules: true,
    release: async (folder) => {
      released.unshift(folder);
    },
  };
}

function exampleNamed(name: string): Example {
  const example = examples.find((other) => other.name === name);
  if (example === undefined) throw new Error(`The example ${name} is gone.`);
  return example;
}

/** The picture of `flow.yaml` is `flow.svg`. */
function pictureName(flowName: string, folder: URL): string {
  const { flows }: { flows: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(new URL('example.json', folder), 'utf8'),
  );
  return (flows[flowName] ?? '').replace(/\.yaml$/, '.svg');
}

describe.each(examples)('example $name', (example) => {
  const isRunnable = example.needs.every(hasProgram);

  test.skipIf(!isRunnable)('ends each case as expected and leaves its recorded histories', async () => {
    const histories: string[] = [];
    for (const exampleCase of example.cases) {
      const home = await openHome(example);
      const outcome = await runCase(home, exampleCase, () => {}, repairOf(home, example, 1));
      expect(checkCase(exampleCase, outcome), exampleCase.name).toEqual([]);
      histories.push(`  ${JSON.stringify(exampleCase.name)}: ${comparableHistory(outcome.events)}`);
    }
    await expect(`{\n${histories.join(',\n')}\n}\n`).toMatchFileSnapshot(
      new URL('history.json', example.folder).pathname,
    );
  });
});

describe.each(examples)('the pictures of $name', ({ flows, folder }) => {
  test.each(Object.entries(flows))(
    '%s is drawn as in the file next to its definition',
    async (name, text) => {
      const { flow } = parseFlow(text);
      if (flow === undefined) throw new Error(`${name} is not valid.`);
      const file = new URL(pictureName(name, folder), folder);
      await expect(await drawFlow(flow, name, 'svg')).toMatchFileSnapshot(file.pathname);
    },
  );

  test('are shown by its page', () => {
    expect(readFileSync(new URL('README.md', folder), 'utf8')).toContain('](flow.svg)');
  });
});

test('the picture of a run of channel packages is as its history draws it, and its page shows it', async () => {
  const { name, folder, flows, flowName } = exampleNamed('channel-packages');
  const ExecutionName = 'a-channel-without-data-is-left-out';
  const history = recordedHistories().find(({ title }) => title === `${name}: ${ExecutionName}`);
  const key = { FlowName: flowName, ExecutionName };
  const picture = await executionPicture(key, flows[flowName] ?? '', history?.events ?? [], 'svg');
  await expect(picture).toMatchFileSnapshot(new URL('run.svg', folder).pathname);
  expect(readFileSync(new URL('README.md', folder), 'utf8')).toContain('](run.svg)');
});

test.each(examples)('the page of $name has at most 60 lines', ({ folder }) => {
  const lines = readFileSync(new URL('README.md', folder), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
});

test('no two examples share the name of a flow, a service, a queue or a topic, since one home loads them all', () => {
  const names = examples.flatMap(({ flows, folder, receivers }) => {
    const functions = new URL('functions', folder);
    return [
      ...Object.keys(flows),
      ...(existsSync(functions) ? readdirSync(functions) : []),
      ...Object.keys(receivers),
    ];
  });
  expect(names).toEqual([...new Set(names)]);
});

describe('an hour of waiting', () => {
  test('is over in a moment on the virtual clock', async () => {
    const example = exampleNamed('status-polling');
    const home = await openHome(example);
    const startedAt = home.clock.now();
    const before = busyMs();
    const outcome = await runCase(home, {
      name: 'an-hour',
      flowName: example.flowName,
      status: 'Succeeded',
      input: { video: 'saga.mov', checksNeeded: 360, pauseSeconds: 10, patience: 400 },
    });
    expect(outcome.status, endingError(outcome.events)).toBe('Succeeded');
    expect(JSON.parse(outcome.output)).toEqual({ jobId: 'saga.mov#360', checks: 360 });
    expect(home.clock.now() - startedAt).toBe(3_600_000);
    expect(busyMs() - before).toBeLessThan(10_000);
  });
});
