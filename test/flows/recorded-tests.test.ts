import { describe, expect, test } from 'vitest';
import { type Example, readExamples } from '../../examples/runner/example.ts';
import { createFlows, type Home, runCase } from '../../examples/runner/run-case.ts';
import { hasProgram } from '../../examples/runner/worker-process.ts';
import type { TaskReport } from '../../examples/shared/report-task.ts';
import type { Client } from '../../src/cli/service/client.ts';
import { openVirtualHome, type VirtualHome } from '../../src/testing/virtual-home.ts';
import { functionsOf } from '../helpers/example-functions.ts';
import { problemsOfRecorded } from '../helpers/record-and-run.ts';

const runnable = readExamples().filter(({ needs }) => needs.every(hasProgram));

async function openHome(example: Example): Promise<VirtualHome & Home> {
  const home = openVirtualHome(functionsOf(example), async (destination, body) => {
    const receiver = example.receivers[destination];
    if (receiver === undefined) return undefined;
    const { receive }: { receive: (body: unknown) => TaskReport } = await import(receiver.href);
    return receive(body);
  });
  await createFlows(home, example);
  return home;
}

describe.each(runnable)('executions of $name', (example) => {
  test('are recorded as cases that go as they went', async () => {
    for (const exampleCase of example.cases) {
      const home = await openHome(example);
      await runCase(home, exampleCase);
      const client: Client = { endpoint: 'here', call: home.call };
      const key = { FlowName: exampleCase.flowName, ExecutionName: exampleCase.name };
      expect(await problemsOfRecorded(client, key)).toEqual([]);
    }
  });
});
