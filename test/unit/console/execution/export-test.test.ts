import { expect, test } from 'vitest';
import { testFileText } from '../../../../console/src/pages/execution/export-test.ts';
import { readTestFile } from '../../../../src/testing/cases/read/read-test-file.ts';
import { FunctionFolders } from '../../../../src/testing/cases/real-functions.ts';
import { runTestCase } from '../../../../src/testing/cases/run-tests.ts';
import { hasPassed } from '../../../../src/testing/cases/test-result.ts';
import { flowOf } from '../../../../src/testing/run-flow.ts';
import { modelOf } from './model-of.ts';

const STEPS = `  - {type: task, name: Book, resourceArn: 'acs:fc:::services/rail/functions/book'}\n`;

test('an execution is saved as a test file that passes', async () => {
  const definition = `version: v1\ntype: flow\nsteps:\n${STEPS}`;
  const model = modelOf(STEPS, { input: { who: 'Ada' }, task: () => ({ seat: 7 }) });
  const execution = {
    FlowName: 'trip',
    FlowDefinition: definition,
    Name: 'ada',
    Input: '{"who":"Ada"}',
    Output: '{"seat":7}',
    Status: 'Succeeded',
    StartedTime: '',
    StoppedTime: '',
    RedriveCount: 0,
    RedriveTime: '',
  } as const;
  const { file, diagnostics } = readTestFile(testFileText(execution, flowOf(definition), model), (path) => {
    return path === 'trip.yaml' ? { text: definition } : { problem: 'there is no such file' };
  });
  expect(diagnostics).toEqual([]);
  const [testCase] = file?.cases ?? [];
  if (file === undefined || testCase === undefined) throw new Error('there is no case');
  const result = await runTestCase('trip-ada.test.json', file, testCase, {
    functions: new FunctionFolders(() => {}),
    keepsEvents: false,
  });
  expect(hasPassed(result)).toBe(true);
  expect(testCase.expect).toEqual({ status: 'Succeeded', output: { seat: 7 }, path: ['Book'] });
});
