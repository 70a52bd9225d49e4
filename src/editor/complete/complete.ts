import { STEP_TYPE_HELP } from '../../fdl/help/attribute-help.ts';
import type { StepType } from '../../flow/flow.ts';
import type { Completion } from '../completion.ts';
import { type Cursor, cursorAt } from '../cursor.ts';
import { type Expected, type ObjectGrammar, paramsObject } from '../grammar.ts';
import { type KnownOfHome, NOTHING_KNOWN } from '../known-of-home.ts';
import { textAt } from '../loose-flow.ts';
import { helpText } from '../markdown.ts';
import { columnOf, completeAttribute } from './complete-attribute.ts';
import { completeValue, completeWords } from './complete-value.ts';

/**
 * The ways to go on at an offset of a definition, the likeliest first; never throws. The text may be broken, as it is
 * while it is written.
 */
export function completionsAt(
  text: string,
  offset: number,
  known: KnownOfHome = NOTHING_KNOWN,
): readonly Completion[] {
  const cursor = cursorAt(text, offset);
  if (cursor === undefined) return completeEmpty(text, offset);
  const { spot } = cursor;
  if (spot.role === 'key') {
    const { map, object } = spot;
    const isPresent = (name: string) => map.entries.has(name);
    return object === undefined ? [] : completeAttribute(cursor, object, text, isPresent);
  }
  return spot.expected === undefined ? [] : complete(cursor, spot.expected, text, known);
}

function complete(
  cursor: Cursor,
  expected: Expected,
  text: string,
  known: KnownOfHome,
): readonly Completion[] {
  const { spot } = cursor;
  switch (expected.is) {
    case 'value':
      if (expected.words !== undefined && !cursor.before.startsWith('$'))
        return completeWords(cursor, expected.words);
      return completeValue(cursor, expected.value, text, known);
    case 'object':
      return isOwnLine(cursor, text) ? completeObject(cursor, expected.object, text) : [];
    case 'params': {
      const task = spot.step?.node;
      const written = textAt(task, 'resourceArn') ?? textAt(task, 'action');
      const object = paramsObject(written?.text);
      return object !== undefined && isOwnLine(cursor, text) ? completeObject(cursor, object, text) : [];
    }
    case 'steps':
      return isOwnLine(cursor, text) ? withDash(completeSteps(cursor, text, 2)) : [];
    case 'list':
      return completeList(cursor, expected.of, text, known);
  }
}

/** An object of which nothing is written yet: an element of a list, or a line below its attribute. */
function completeObject(cursor: Cursor, object: ObjectGrammar, text: string): readonly Completion[] {
  const attributes = completeAttribute(cursor, object, text, () => false);
  const isStep =
    cursor.spot.list !== undefined && object.attributes.has('type') && !object.attributes.has('version');
  return isStep ? [...completeSteps(cursor, text, 0), ...attributes] : attributes;
}

/** A list whose value begins at the cursor. */
function completeList(
  cursor: Cursor,
  element: Expected,
  text: string,
  known: KnownOfHome,
): readonly Completion[] {
  if (isOwnLine(cursor, text))
    return element.is === 'object' ? withDash(completeObject(cursor, element.object, text)) : [];
  if (element.is !== 'value') return [];
  const inList = completeValue(cursor, element.value, text, known);
  return inList.map((completion) => ({ ...completion, insert: `[${completion.insert}]` }));
}

function withDash(completions: readonly Completion[]): readonly Completion[] {
  return completions.map((completion) => ({ ...completion, insert: `- ${completion.insert}` }));
}

/** True when nothing but the beginning of a list's element stands before the value on its line, or it is inline. */
function isOwnLine({ start, isInline }: Cursor, text: string): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[\s-]*$/.test(before) || (isInline && /[[{,]\s*$/.test(before));
}

/** Attributes without which a step of the type is not whole, as lines to fill in. */
const SKELETONS: Readonly<Record<StepType, readonly string[]>> = {
  task: ['name: ', 'resourceArn: '],
  pass: ['name: '],
  wait: ['name: ', 'duration: '],
  succeed: ['name: '],
  fail: ['name: ', 'error: '],
  choice: ['name: ', 'choices:', '  - condition: ', '    goto: '],
  parallel: ['name: ', 'branches:', '  - steps:', '      - '],
  foreach: ['name: ', 'iterationMapping:', '  collection: $.items', '  item: item', 'steps:', '  - '],
};

/** A step of each type, with the lines that it cannot do without. */
function completeSteps(cursor: Cursor, text: string, further: number): readonly Completion[] {
  const { start, end, isInline } = cursor;
  const indent = ' '.repeat(columnOf(text, start) + further);
  return Object.entries(SKELETONS).map(([type, lines]) => ({
    kind: 'template',
    label: `${type} step`,
    detail: 'step',
    documentation: helpText(STEP_TYPE_HELP[type as StepType]),
    insert: isInline ? `{type: ${type}, name: }` : [`type: ${type}`, ...lines].join(`\n${indent}`),
    replaced: { start, end },
  }));
}

/** A definition of which nothing is written yet. */
function completeEmpty(text: string, offset: number): readonly Completion[] {
  if (!/^(?:\s|#.*)*\w*$/.test(text) || text.length > 1_000) return [];
  const [word = ''] = /\w*$/.exec(text.slice(0, offset)) ?? [];
  if (columnOf(text, offset) !== word.length) return [];
  return [
    {
      kind: 'template',
      label: 'version: v1',
      detail: 'flow',
      documentation: 'A flow with one step.',
      insert: 'version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: first\n',
      replaced: { start: offset - word.length, end: offset },
    },
  ];
}
