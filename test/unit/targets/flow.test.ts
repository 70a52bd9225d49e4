import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/common/json.ts';
import type { TaskData } from '../../../src/targets/target-kind.ts';
import { requestOf } from '../../../src/targets/targets.ts';

const FLOW = { kind: 'flow', resourceArn: 'acs:fnf:::flow/child', flowName: 'child' } as const;
const START = { kind: 'startExecution', resourceArn: 'fnf:StartExecution' } as const;
const TASK: TaskData = { params: {}, input: { a: 1 }, pattern: 'requestResponse' };

test('A child gets the input of the step, and its name from the service', () => {
  expect(requestOf(FLOW, TASK)).toEqual({ kind: 'flow', flowName: 'child', input: '{"a":1}' });
});

test('A child gets whole numbers with all their digits, and none that no double can hold', () => {
  const wide = { id: 1_234_567_890_123_456_789n };
  expect(requestOf(FLOW, { ...TASK, input: wide })).toMatchObject({ input: '{"id":1234567890123456789}' });
  expect(requestOf(FLOW, { ...TASK, params: { Input: '{"n":1e400}' } })).toBe(
    'Input holds the number 1e400, which is out of range; numbers end at about 1.8e308',
  );
});

describe('the token of the task that waits for the child', () => {
  test('is that of the step itself when it is sync', () => {
    expect(requestOf(FLOW, { ...TASK, pattern: 'sync', token: 't' })).toMatchObject({ parentToken: 't' });
  });

  test('is not handed on by a step that waits for a report of its own', () => {
    const waiting = { ...TASK, pattern: 'waitForCallback', token: 't' } as const;
    expect(requestOf(FLOW, waiting)).not.toHaveProperty('parentToken');
  });

  test('is the one that CallbackFnFTaskToken names', () => {
    const params = { FlowName: 'f', CallbackFnFTaskToken: 't' };
    expect(requestOf(START, { ...TASK, params })).toMatchObject({ parentToken: 't' });
  });
});

describe('service parameters', () => {
  test('name the child, its flow and its input', () => {
    const params = { FlowName: 'other', ExecutionName: 'mine', Input: { b: 2 } };
    const request = { kind: 'flow', flowName: 'other', executionName: 'mine', input: '{"b":2}' };
    expect(requestOf(START, { ...TASK, params })).toEqual(request);
  });

  test('keep an input that is text byte for byte', () => {
    const params = { Input: '{ "b": 2.0 }' };
    expect(requestOf(FLOW, { ...TASK, params })).toMatchObject({ input: '{ "b": 2.0 }' });
  });

  test.each<[JsonObject, string]>([
    [{}, 'FlowName must be the name of a flow, found undefined'],
    [{ FlowName: '1st' }, 'FlowName must be the name of a flow, found "1st"'],
    [{ FlowName: 5 }, 'FlowName must be the name of a flow, found 5'],
    [
      { FlowName: 'f', ExecutionName: '' },
      'ExecutionName must be 1 to 128 letters, digits, _ and -, beginning with a letter or _, found ""',
    ],
    [{ FlowName: 'f', Input: 'no JSON' }, 'Input must be a JSON object, or the text of one'],
    [{ FlowName: 'f', Input: '[]' }, 'Input must be a JSON object, or the text of one'],
    [{ FlowName: 'f', Input: [1] }, 'Input must be a JSON object, or the text of one'],
    [{ FlowName: 'f', CallbackFnFTaskToken: 5 }, 'CallbackFnFTaskToken must be the token of a task'],
  ])('%j are refused: %s', (params, problem) => {
    expect(requestOf(START, { ...TASK, params })).toBe(problem);
  });
});
