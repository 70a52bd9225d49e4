import { describe, expect, test } from 'vitest';
import { type PathStart, parsePath } from '../../../src/expressions/parse-path.ts';

const ALL: readonly PathStart[] = ['$', '$input', '$local', '$context'];

function segmentsOf(text: string): unknown {
  const parsed = parsePath(text, ALL);
  return parsed.ok ? parsed.value.segments : parsed.problem;
}

const member = (name: string) => ({ kind: 'member', name });
const element = (index: number) => ({ kind: 'element', index });
const every = { kind: 'every' };

describe('a path', () => {
  test.each([
    ['$', 'input'],
    ['$input', 'input'],
    ['$local', 'local'],
    ['$context', 'context'],
  ])('that begins with %s reads %s', (text, root) => {
    expect(parsePath(text, ALL)).toEqual({ ok: true, value: { root, segments: [] } });
  });

  test.each([
    ['$.a.b_1', [member('a'), member('b_1')]],
    ['$input.größe', [member('größe')]],
    ['$local.events[0].oss.key', [member('events'), element(0), member('oss'), member('key')]],
    ['$[-2]', [element(-2)]],
    ['$[-0]', [element(0)]],
    ['$local[*].a[*]', [every, member('a'), every]],
    ['$.*', [every]],
    ['$["a-b"]', [member('a-b')]],
    ["$['a b'].c", [member('a b'), member('c')]],
    ['$[`a\\n`]', [member('a\\n')]],
    ['$["\\u0041\\x42\\103\\U00000044\\t\\""]', [member('ABCD\t"')]],
    ['$.__proto__.constructor', [member('__proto__'), member('constructor')]],
    ['$.inputs', [member('inputs')]],
  ])('%s has these segments', (text, segments) => {
    expect(segmentsOf(text)).toEqual(segments);
  });
});

describe('a text is no path', () => {
  test.each([
    ['', 0, 'A path must begin with'],
    ['input.a', 0, 'A path must begin with'],
    ['$inputs', 1, 'A path goes on only with'],
    ['$input.a-b', 8, 'A path goes on only with'],
    ['$.a ', 3, 'A path goes on only with'],
    ['$input.', 6, 'must be followed by a name'],
    ['$.1a', 1, 'must be followed by a name'],
    ['$..a', 1, 'Searching all levels'],
    ['$[', 1, 'must be followed by a position'],
    ['$[a]', 1, 'must be followed by a position'],
    ['$.a[0', 3, 'is not closed'],
    ['$.a[0:2]', 3, 'are not supported'],
    ['$.a[0,1]', 3, 'are not supported'],
    ['$[99999999999999999999]', 2, 'too large'],
    ['$["a]', 2, 'no closing "'],
    ["$['a", 2, "no closing '"],
    ['$[`a', 2, 'no closing `'],
    ['$["\\q"]', 3, 'escape is unknown'],
    ['$["\\UFFFFFFFF"]', 3, 'escape is unknown'],
  ])('when it is %j: at %i, %s', (text, offset, message) => {
    expect(segmentsOf(text)).toMatchObject({ offset, message: expect.stringContaining(message) });
  });

  test('when it begins with a root that its place does not have', () => {
    expect(parsePath('$local.a', ['$input', '$context'])).toEqual({
      ok: false,
      problem: { offset: 0, length: 8, message: 'A path must begin with $input, $context here' },
    });
    expect(parsePath('$input.a', ['$'])).toMatchObject({
      problem: { message: expect.stringContaining("the step's input") },
    });
  });
});
