import { describe, expect, test } from 'vitest';
import { type ChildTask, childRequest } from '../../../../src/engine/perform/child.ts';
import { taskToken } from '../../../../src/engine/task-token.ts';

const CHILD: ChildTask = {
  target: { kind: 'flow', resourceArn: 'acs:fnf:::flow/child', flowName: 'child' },
  task: { frame: 1, entry: 20, attempt: 3 },
  params: {},
  input: { a: 1 },
  pattern: 'requestResponse',
};

const START: ChildTask = { ...CHILD, target: { kind: 'startExecution', resourceArn: 'fnf:StartExecution' } };

test('A child is named after its parent and the attempt, and gets the input of the step', () => {
  expect(childRequest('run', CHILD)).toEqual({
    flowName: 'child',
    executionName: 'run-20-3',
    input: '{"a":1}',
  });
});

test('A child of a parent with a long name has a valid name that no other parent gives', () => {
  const long = `${'p'.repeat(127)}1`;
  const nameOf = (parent: string) => {
    const request = childRequest(parent, CHILD);
    return typeof request === 'string' ? request : request.executionName;
  };
  expect(nameOf(long)).toMatch(/^p+-[0-9a-f]{16}-20-3$/);
  expect(nameOf(long)).toHaveLength(128);
  expect(nameOf(long)).not.toBe(nameOf(`${'p'.repeat(127)}2`));
  expect(nameOf('p'.repeat(123))).toBe(`${'p'.repeat(123)}-20-3`);
});

describe('the token of the task that waits for the child', () => {
  const token = taskToken(
    { id: { flowId: '0b0c1d2e-0000-4000-8000-000000000001', name: 'r' }, tokenKey: 'k' },
    CHILD.task,
  );

  test('is that of the step itself when it is sync', () => {
    expect(childRequest('run', { ...CHILD, pattern: 'sync', token })).toMatchObject({ parentToken: token });
  });

  test('is not handed on by a step that waits for a report of its own', () => {
    expect(childRequest('run', { ...CHILD, pattern: 'waitForCallback', token })).not.toHaveProperty(
      'parentToken',
    );
  });

  test('is the one that CallbackFnFTaskToken names, when it is a token', () => {
    const named = { ...START, params: { FlowName: 'f', CallbackFnFTaskToken: token } };
    expect(childRequest('run', named)).toMatchObject({ parentToken: token });
    const wrong = { ...START, params: { FlowName: 'f', CallbackFnFTaskToken: 'none' } };
    expect(childRequest('run', wrong)).toBe('CallbackFnFTaskToken must be the token of a task');
  });
});

describe('service parameters', () => {
  test('name the child, its flow and its input', () => {
    const params = { FlowName: 'other', ExecutionName: 'mine', Input: { b: 2 } };
    const request = { flowName: 'other', executionName: 'mine', input: '{"b":2}' };
    expect(childRequest('run', { ...START, params })).toEqual(request);
  });

  test('keep an input that is text byte for byte', () => {
    const params = { Input: '{ "b": 2.0 }' };
    expect(childRequest('run', { ...CHILD, params })).toMatchObject({ input: '{ "b": 2.0 }' });
  });

  test.each([
    [{}, 'FlowName must be the name of a flow, found undefined'],
    [{ FlowName: '1st' }, 'FlowName must be the name of a flow, found "1st"'],
    [{ FlowName: 5 }, 'FlowName must be the name of a flow, found 5'],
    [
      { FlowName: 'f', ExecutionName: '' },
      'ExecutionName must be 1 to 128 letters, digits, _ or -, and begin with a letter or _, found ""',
    ],
    [{ FlowName: 'f', Input: 'no JSON' }, 'Input must be a JSON object, or the text of one'],
    [{ FlowName: 'f', Input: '[]' }, 'Input must be a JSON object, or the text of one'],
    [{ FlowName: 'f', Input: [1] }, 'Input must be a JSON object, or the text of one'],
  ])('%j are refused: %s', (params, problem) => {
    expect(childRequest('run', { ...START, params })).toBe(problem);
  });
});
