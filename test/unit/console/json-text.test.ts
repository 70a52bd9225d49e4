import { describe, expect, test } from 'vitest';
import {
  placeOfProblem,
  prettyJson,
  problemOfObject,
} from '../../../console/src/components/code/json-text.ts';

describe('the text of a JSON object', () => {
  test('has no problem', () => {
    expect(problemOfObject('{"a": [1]}')).toBeUndefined();
  });

  test.each(['[]', '1', 'null', '"{}"'])('is not %s', (text) => {
    expect(problemOfObject(text)).toEqual({ kind: 'notObject' });
  });

  test('is placed where it stops being JSON', () => {
    const text = '{\n  "a": 1\n  "b": 2\n}';
    const problem = problemOfObject(text);
    expect(problem?.kind).toBe('notJson');
    expect(problem && placeOfProblem(text, problem)).toEqual({ line: 3, column: 3 });
  });

  test('is placed at its beginning where the engine does not say where', () => {
    expect(placeOfProblem('[\n]', { kind: 'notObject' })).toEqual({ line: 1, column: 1 });
  });

  test('is laid out to be read, and left alone where it is no JSON', () => {
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyJson('{')).toBe('{');
  });
});
