import type { Client } from '../../src/cli/service/client.ts';
import type { ExecutionKey } from '../../src/cli/service/follow.ts';
import { recordTest } from '../../src/cli/tests/record-test.ts';
import { checkOutcome } from '../../src/testing/cases/check-case.ts';
import { readTestFile } from '../../src/testing/cases/read/read-test-file.ts';
import { FunctionFolders } from '../../src/testing/cases/real-functions.ts';
import { runTestCase } from '../../src/testing/cases/run-tests.ts';

/** Records an execution as `fdl test --record` does and runs the case. @returns what is not as it went; nothing when all is */
export async function problemsOfRecorded(client: Client, key: ExecutionKey): Promise<readonly unknown[]> {
  const { text, flow } = await recordTest(client, key);
  return await problemsOfTestFile(text, flow.definition);
}

/** Runs the only case of a test file. @returns what is wrong with the file, or not as the case expects */
export async function problemsOfTestFile(text: string, definition: string): Promise<readonly unknown[]> {
  const { file, diagnostics } = readTestFile(text, () => ({ text: definition }));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [testCase] = file?.cases ?? [];
  if (file === undefined || testCase === undefined) return [...errors, `no case was recorded:\n${text}`];
  const { outcome } = await runTestCase('recorded.test.yaml', file, testCase, {
    functions: new FunctionFolders(() => {}),
    keepsEvents: false,
  });
  const { problem } = outcome;
  const differences = [
    ...errors,
    ...(problem === undefined ? [] : [problem]),
    ...checkOutcome(testCase.expect, outcome),
  ];
  return differences.length === 0 ? [] : [...differences, text];
}
