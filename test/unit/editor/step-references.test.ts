import { expect, test } from 'vitest';
import { renameStepAt, stepReferencesAt } from '../../../src/editor/step-references.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { cursorIn, flow } from './at-cursor.ts';

function rename(marked: string, name: string): string {
  const { text, offset } = cursorIn(marked);
  const edits = renameStepAt(text, offset, name);
  if (typeof edits === 'string') return edits;
  return edits.reduceRight(
    (changed, { place, text: written }) => changed.slice(0, place.start) + written + changed.slice(place.end),
    text,
  );
}

const LINES = (name: string) => [
  '- type: task',
  '  name: first',
  '  resourceArn: acs:fc:::services/shop/functions/pack',
  `  catch: [{errors: [FnF.ALL], goto: ${name}}]`,
  '- type: choice',
  '  name: choose',
  '  choices:',
  '    - condition: $.again',
  '      steps:',
  '        - {type: choice, name: inner, default: {goto: inner}}',
  '        - {type: pass, name: last}',
  `      goto: "${name}"`,
  `  default: {goto: ${name}}`,
  `- {type: succeed, name: ${name}}`,
];

test('a step is renamed with every goto of its list, and no other step of that name', () => {
  const text = flow(...LINES('last'));
  const cut = text.lastIndexOf('last') + 2;
  const renamed = rename(`${text.slice(0, cut)}‸${text.slice(cut)}`, 'done');
  expect(renamed).toBe(flow(...LINES('done')));
  expect(parseFlow(renamed).flow).toBeDefined();
});

test('the cursor may stand on a goto', () => {
  const text = flow(...LINES('last'));
  const cut = text.indexOf('goto: last') + 8;
  expect(rename(`${text.slice(0, cut)}‸${text.slice(cut)}`, 'done')).toBe(flow(...LINES('done')));
});

test('all places are told', () => {
  const text = flow(...LINES('last'));
  const found = stepReferencesAt(text, text.lastIndexOf('last'));
  const words = [found?.declaration, ...(found?.gotos ?? [])].map((place) =>
    text.slice(place?.start, place?.end),
  );
  expect(words).toEqual(['last', 'last', 'last', 'last']);
});

test('a name that YAML would read as something else is quoted', () => {
  expect(rename(flow('- {type: pass, name: a‸}'), 'true')).toBe(flow('- {type: pass, name: "true"}'));
});

test('a name by an anchor is changed once', () => {
  const text = flow(
    '- {type: pass, name: &n a‸}',
    '- {type: choice, name: c, choices: [{condition: $.x, goto: *n}], default: {goto: *n}}',
  );
  expect(rename(text, 'b')).toBe(cursorIn(text).text.replace('&n a', '&n b'));
});

test.each([
  ['a name that is none', flow('- {type: pass, name: a‸}'), '1 b', '"1 b" is no name'],
  [
    'the name of a sibling',
    flow('- {type: pass, name: a‸}', '- {type: pass, name: b}'),
    'b',
    'named "b" already',
  ],
  ['an attribute', flow('- {ty‸pe: pass, name: a}'), 'b', 'Only the name of a step'],
  [
    'a goto without its step',
    flow('- {type: choice, name: a, default: {goto: no‸}}'),
    'b',
    'Only the name of a step',
  ],
])('%s is refused', (_what, marked, name, reason) => {
  expect(rename(marked, name)).toContain(reason);
});
