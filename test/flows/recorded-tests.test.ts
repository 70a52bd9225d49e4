import { describe, expect, test } from 'vitest';
import { type Example, readExamples } from '../../examples/runner/example.ts';
import { createFlows, type Home, runCase } from '../../examples/runner/run-case.ts';
import { hasProgram } from '../../examples/runner/worker-process.ts';
import type { TaskReport } from '../../examples/shared/report-task.ts';
import type { Client } from '../../src/cli/service/client.ts';
import { recordTest } from '../../src/cli/tests/record-test.ts';
import { checkOutcome } from '../../src/testing/cases/check-case.ts';
import { readTestFile } from '../../src/testing/cases/read/read-test-file.ts';
import { FunctionFolders } from '../../src/testing/cases/real-functions.ts';
import { runTestCase } from '../../src/testing/cases/run-tests.ts';
import { openVirtualHome, type VirtualHome } from '../../src/testing/virtual-home.ts';
import { functionsOf } from '../helpers/example-functions.ts';

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
      const { text, flow } = await recordTest(client, key);
      const { file, diagnostics } = readTestFile(text, () => ({ text: flow.definition }));
      expect(
        diagnostics.filter(({ severity }) => severity === 'error'),
        text,
      ).toEqual([]);
      const [testCase] = file?.cases ?? [];
      if (file === undefined || testCase === undefined) throw new Error(`no case was recorded:\n${text}`);
      const { outcome } = await runTestCase(
        'recorded.test.yaml',
        file,
        testCase,
        new FunctionFolders(() => {}),
      );
      expect(outcome.problem, text).toBeUndefined();
      expect(checkOutcome(testCase.expect, outcome), text).toEqual([]);
    }
  });
});
