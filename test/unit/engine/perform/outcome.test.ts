import { describe, expect, test } from 'vitest';
import {
  commandOfOutcome,
  failed,
  functionResult,
  submitResult,
} from '../../../../src/engine/perform/outcome.ts';
import type { InvokeTask } from '../../../../src/interpreter/effect.ts';

const succeeded = (output: string) => ({ kind: 'succeeded', output }) as const;

describe('what a function returned', () => {
  test.each([
    ['an object, byte for byte', '{ "n": 1.0 }', '{ "n": 1.0 }'],
    ['the JSON text of an object, byte for byte', JSON.stringify('{ "n": 1.0 }'), '{ "n": 1.0 }'],
  ])('is its result when it is %s', (_, output, result) => {
    expect(functionResult(succeeded(output))).toEqual(succeeded(result));
  });

  test.each(['null', '5', '[{}]', 'true', '', '{"cut'])('%j fails the task: it is no object', (output) => {
    const cause = `The function must return a JSON object, found ${output}`;
    expect(functionResult(succeeded(output))).toEqual(failed('FnF.InvalidLocal', cause));
  });

  test.each(['hello', '[]', '{"a":'])('The text %j fails the task: it is not that of an object', (text) => {
    const cause = `The text the function returned is not that of a JSON object: ${text}`;
    expect(functionResult(succeeded(JSON.stringify(text)))).toEqual(failed('FnF.InvalidLocal', cause));
  });

  test.each([
    [
      'a number',
      '{"n":-1e400}',
      'FnF.InvalidLocal',
      'The result holds the number -1e400, which is out of range',
    ],
    [
      'a number in text',
      '"{\\"n\\":1e400}"',
      'FnF.InvalidLocal',
      'The text the function returned holds the number 1e400',
    ],
  ])('fails the task when it holds %s that no double can hold', (_what, output, error, cause) => {
    const outcome = functionResult(succeeded(output));
    expect(outcome).toMatchObject({ failure: { error, cause: expect.stringContaining(cause) } });
  });

  test('may be anything where the function only takes the task, but no number out of range', () => {
    expect(submitResult(succeeded('no JSON'))).toEqual(succeeded('no JSON'));
    expect(submitResult(failed('E', 'c'))).toEqual(failed('E', 'c'));
    expect(submitResult(succeeded('[1e400]'))).toMatchObject({ failure: { error: 'FnF.InvalidLocal' } });
  });

  test('is shown by its beginning only when it is long', () => {
    const outcome = functionResult(succeeded(JSON.stringify(['x'.repeat(1_000)])));
    expect(outcome.kind === 'failed' && outcome.failure.cause.length).toBe(
      'The function must return a JSON object, found '.length + 200,
    );
  });

  test('stays a failure when it failed', () => {
    expect(functionResult(failed('Busy', 'why'))).toEqual(failed('Busy', 'why'));
  });
});

describe('the command that follows from a call', () => {
  const task = { frame: 1, entry: 2, attempt: 0 };
  const base = { type: 'InvokeTask', task, stepName: 's', input: {}, params: {} } as const;
  const target = { kind: 'queue', resourceArn: 'acs:mns:::/queues/q/messages', queueName: 'q' } as const;

  function effect(pattern: InvokeTask['pattern']): InvokeTask {
    return { ...base, target, pattern };
  }

  test.each([
    ['requestResponse', 'CompleteTask', 'FailTask'],
    ['sync', 'SubmitTask', 'FailSubmit'],
    ['waitForCallback', 'SubmitTask', 'FailSubmit'],
  ] as const)('is, with %s, %s or %s', (pattern, onSuccess, onFailure) => {
    const failure = { error: 'E', cause: 'c' };
    expect(commandOfOutcome(effect(pattern), succeeded('{}'))).toEqual({
      type: onSuccess,
      task,
      output: '{}',
    });
    expect(commandOfOutcome(effect(pattern), failed('E', 'c'))).toEqual({ type: onFailure, task, failure });
  });
});
