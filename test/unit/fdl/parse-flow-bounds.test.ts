import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { busyMs } from '../../helpers/busy-time.ts';
import { PASS, steps } from './diagnosed.ts';

describe('limits', () => {
  const LIMITS = { definitionBytes: 1_000, definitionTokens: 200, nesting: 2, steps: 3 };
  const codesOf = (text: string): readonly string[] =>
    parseFlow(text, LIMITS).diagnostics.map(({ code }) => code);

  test('the size counts bytes, not letters', () => {
    const fill = (letter: string, count: number): string => `${steps(PASS)}\n# ${letter.repeat(count)}`;
    const rest = 1_000 - Buffer.byteLength(fill('', 0));
    expect(codesOf(fill('x', rest))).toEqual([]);
    expect(codesOf(fill('x', rest + 1))).toEqual(['definition-too-large']);
    expect(codesOf(fill('语', Math.floor(rest / 3) + 1))).toEqual(['definition-too-large']);
    expect(codesOf('x'.repeat(100_000))).toEqual(['definition-too-large']);
  });

  test('tokens are counted, words twice, and reading ends behind the limit', () => {
    const numbers = (count: number): string => `[${'1,'.repeat(count)}]`;
    expect(codesOf(numbers(65))).toEqual(['wrong-type']);
    expect(parseFlow(`${numbers(100)}]]`, LIMITS).diagnostics).toMatchObject([
      { code: 'too-many-tokens', column: 134, message: expect.stringContaining('200 YAML tokens') },
    ]);
  });

  test('steps are counted over all lists, and the first too many is reported', () => {
    const many = (count: number): string =>
      steps(...Array.from({ length: count }, (_, index) => `- {type: pass, name: s${index}}`));
    expect(codesOf(many(3))).toEqual([]);
    expect(parseFlow(many(5), LIMITS).diagnostics).toMatchObject([{ code: 'too-many-steps', line: 7 }]);
  });

  test('lists are nested as deep as allowed', () => {
    const nest = (inner: string): string =>
      steps(`- {type: choice, name: a, default: {steps: [{type: choice, name: b, default: ${inner}}]}}`);
    expect(codesOf(nest('{}'))).toEqual([]);
    expect(codesOf(nest('{steps: []}'))).toEqual(['too-deep']);
  });
});

test('all problems of a text are reported at once, in the order of the text', () => {
  const text = steps(
    '- {type: pass, nam: a}',
    '- {type: wait, name: b, duration: -1}',
    '- {type: tsk, name: c}',
  );
  expect(parseFlow(`${text}\ntimeoutSeconds: x`).diagnostics.map(({ code, line }) => [line, code])).toEqual([
    [4, 'missing-attribute'],
    [4, 'unknown-attribute'],
    [5, 'out-of-range'],
    [6, 'unknown-value'],
    [7, 'wrong-type'],
  ]);
});

test('of thousands of problems the first 500 errors and 500 warnings are listed, and that there are more', () => {
  const wrong = Array.from(
    { length: 2_000 },
    () => '- {type: pass, name: a, outputMappings: [{target: x, source: yes}]}',
  );
  const { diagnostics } = parseFlow(steps(...wrong));
  const count = (counted: string): number => diagnostics.filter(({ code }) => code === counted).length;
  expect([count('duplicate-name'), count('yaml-1.1-value'), count('too-many-problems')]).toEqual([
    500, 500, 1,
  ]);
  expect(diagnostics).toHaveLength(1_001);
});

test('of thousands of wrong words the first 50 get a suggestion', () => {
  const wrong = Array.from({ length: 600 }, (_, index) => `- {type: pas, name: s${index}}`);
  const { diagnostics } = parseFlow(steps(...wrong));
  expect(diagnostics.filter(({ message }) => message.includes('Did you mean "pass"?'))).toHaveLength(50);
});

test('finding a hundred thousand problems leaves the stacks of other errors as they were', () => {
  const limit = Error.stackTraceLimit;
  expect(parseFlow(`[${','.repeat(90_000)}]`).diagnostics).toHaveLength(501);
  expect(Error.stackTraceLimit).toBe(limit);
});

test('a text as large as allowed is parsed in reasonable time', () => {
  const filler = 'x'.repeat(160);
  const lines = Array.from(
    { length: 1_000 },
    (_, index) =>
      `- {type: pass, name: s${index}, outputMappings: [{target: t, source: $input.a}, {target: u, source: ${filler}}]}`,
  );
  const text = steps(...lines);
  expect(text.length).toBeGreaterThan(240_000);
  const start = busyMs();
  expect(parseFlow(text)).toMatchObject({ flow: { steps: { length: 1_000 } }, diagnostics: [] });
  expect(busyMs() - start).toBeLessThan(2_000);
});

test('of many siblings a wrong goto names the first ones', () => {
  const siblings = Array.from({ length: 20 }, (_, index) => `- {type: pass, name: s${index}}`);
  const { diagnostics } = parseFlow(
    steps(...siblings, '- {type: choice, name: c, default: {goto: elsewhere}}'),
  );
  expect(diagnostics).toMatchObject([
    {
      code: 'unknown-goto',
      message: expect.stringContaining(
        'a goto reaches s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11 and 9 more',
      ),
    },
  ]);
});

test('aliases that multiply a text into billions are refused at once', () => {
  const levels = Array.from(
    { length: 30 },
    (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
  );
  const text = `l0: &l0 [lol]\n${levels.join('\n')}`;
  parseFlow(text);
  const start = busyMs();
  const { diagnostics } = parseFlow(text);
  expect(busyMs() - start).toBeLessThan(100);
  expect(diagnostics[0]).toMatchObject({
    code: 'yaml-alias',
    line: 5,
    message: expect.stringContaining('10000 values'),
  });
});

test.each(['? ', '- ', 'a:\n ', '[', '{a: '])(
  'a text that goes ten thousand levels into %j and ends there is refused, and exhausts no stack',
  (level) => {
    const { diagnostics } = parseFlow(`a: 1\n${level.repeat(10_000)}\nb: 2\n`);
    expect(diagnostics.map(({ severity }) => severity)).toContain('error');
  },
);

test('nesting is looked at before a dedent closes ten thousand levels at once', () => {
  const { diagnostics } = parseFlow(`a:\n  ${'? '.repeat(10_000)}\nb: 2\n`);
  expect(diagnostics).toMatchObject([{ code: 'yaml-nesting', line: 2 }]);
});
