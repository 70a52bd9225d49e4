import { expect, test } from 'vitest';
import { outlineOf } from '../../../src/editor/outline.ts';
import { flow } from './at-cursor.ts';

const names = (steps: ReturnType<typeof outlineOf>): unknown =>
  steps.map(({ name, type, steps: inner }) => [name, type, names(inner)]);

test('the outline has every step with those inside it, also those that are not whole', () => {
  const text = flow(
    '- type: parallel',
    '  name: both',
    '  branches:',
    '    - steps: [{type: pass, name: left}]',
    '    - steps: [{type: pass, name: right}]',
    '- name: typeless',
    '- type: choice',
    '  choices: [{condition: $.x, steps: [{type: fail, name: broken}]}]',
  );
  expect(names(outlineOf(text))).toEqual([
    [
      'both',
      'parallel',
      [
        ['left', 'pass', []],
        ['right', 'pass', []],
      ],
    ],
    ['typeless', undefined, []],
    ['', 'choice', [['broken', 'fail', []]]],
  ]);
  const [both] = outlineOf(text);
  expect(text.slice(both?.namePlace.start, both?.namePlace.end)).toBe('both');
  expect(text.slice(both?.place.start, both?.place.end)).toMatch(/^type: parallel[\s\S]*right}\]/);
});

test('a text without a flow has none', () => {
  expect(outlineOf('- 1')).toEqual([]);
  expect(outlineOf('x: [')).toEqual([]);
  expect(outlineOf('a: 1\n---\nb: 2')).toEqual([]);
  expect(outlineOf(`a: ${'x'.repeat(300_000)}`)).toEqual([]);
});
