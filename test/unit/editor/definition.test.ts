import { expect, test } from 'vitest';
import { definitionAt } from '../../../src/editor/definition.ts';
import { cursorIn, flow } from './at-cursor.ts';

/** The word at ‸, the place it leads to, as text, and the line of it. */
function goTo(marked: string) {
  const { text, offset } = cursorIn(marked);
  const found = definitionAt(text, offset);
  if (found?.kind !== 'place') return found;
  const { start, end } = found.place;
  return {
    word: text.slice(found.from.start, found.from.end),
    to: text.slice(start, end),
    line: text.slice(0, start).split('\n').length,
  };
}

const LINES = [
  '- type: task',
  '  name: pack',
  '  resourceArn: acs:fc:::services/shop/functions/pack',
  '  catch:',
  '    - {errors: [Closed], goto: refused}',
  '  outputMappings:',
  '    - {target: parcel, source: {weight: 3}}',
  '- type: foreach',
  '  name: send',
  '  iterationMapping: {collection: $.parcels, item: one}',
  '  steps:',
  '    - type: pass',
  '      name: inner',
  '      inputMappings: [{target: x, source: $input.one.id}, {target: y, source: $input.parcel.weight}]',
  "- {type: fail, name: 'refused', error: Closed}",
];
const TEXT = flow(...LINES);
const at = (word: string, length = 1) => {
  const cut = TEXT.indexOf(word) + length;
  return `${TEXT.slice(0, cut)}‸${TEXT.slice(cut)}`;
};

test.each([
  ['a goto to its step', at('refused}'), { word: 'refused', to: 'refused', line: 18 }],
  ['the name of a step to itself', at('pack\n'), { word: 'pack', to: 'pack', line: 5 }],
  ['an element of an iteration to its key', at('one.id'), { word: '$input.one', to: 'one', line: 13 }],
  [
    'a key to the mapping that sets it',
    at('parcel.weight'),
    { word: '$input.parcel', to: 'parcel', line: 10 },
  ],
  [
    'a key inside to the constant',
    at('.weight', 4),
    { word: '$input.parcel.weight', to: 'weight', line: 10 },
  ],
  ['an error to the step that raises it', at('Closed]'), { word: 'Closed', to: 'Closed', line: 18 }],
])('leads from %s', (_what, marked, expected) => {
  const text = _what.startsWith('a key inside')
    ? TEXT.replace('$input.parcel.weight', '$input.parcel.wei‸ght')
    : marked;
  expect(goTo(text)).toEqual(expected);
});

test('tells the target of a task by its ARN', () => {
  expect(goTo(at('acs:fc', 4))).toMatchObject({
    kind: 'target',
    arn: 'acs:fc:::services/shop/functions/pack',
  });
});

test.each([
  ['a goto without its step', flow('- {type: choice, name: a, default: {goto: no‸where}}')],
  ['an error that no step raises', flow('- {type: task, name: a, catch: [{errors: [Bu‸sy], goto: a}]}')],
  ['a key from outside', flow('- {type: wait, name: a, duration: $.x‸}')],
  ['an attribute', flow('- {ty‸pe: wait}')],
  ['a constant', flow('- {type: pass, inputMappings: [{target: a, source: ab‸c}]}')],
])('leads from %s nowhere', (_what, marked) => {
  expect(goTo(marked)).toBeUndefined();
});
