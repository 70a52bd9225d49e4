import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/fdl/diagnostic.ts';
import { formatDiagnostic } from '../../../src/fdl/format-diagnostic.ts';

function format(text: string, line: number, column: number, length: number, path = ''): string {
  const diagnostic: Diagnostic = {
    code: 'wrong-type',
    severity: 'error',
    path,
    line,
    column,
    length,
    message: 'Message',
  };
  return formatDiagnostic(diagnostic, text, 'flow.yaml');
}

test('a diagnostic is one line, the source line and a caret for each letter', () => {
  expect(format('a: 1\nb: text\nc: 3', 2, 4, 4, 'b')).toBe(
    ['flow.yaml:2:4 error wrong-type b: Message', '  b: text', '     ^^^^'].join('\n'),
  );
});

test('the end of a line and of the text have a caret', () => {
  expect(format('steps:', 1, 7, 1)).toBe(
    ['flow.yaml:1:7 error wrong-type Message', '  steps:', '        ^'].join('\n'),
  );
  expect(format('', 1, 1, 1).split('\n')).toEqual(['flow.yaml:1:1 error wrong-type Message', '  ', '  ^']);
});

test('a line that the text does not have is shown empty', () => {
  expect(format('a\n', 2, 1, 1).split('\n').slice(1)).toEqual(['  ', '  ^']);
});

test('tabs are four cells, carriage returns are dropped, other control characters are dots', () => {
  expect(format('\ta: b\r\nc', 1, 5, 1).split('\n').slice(1)).toEqual(['      a: b', '         ^']);
  expect(format('\tb', 1, 1, 1).split('\n').slice(1)).toEqual(['      b', '  ^^^^']);
  expect(format('a\u0007b', 1, 3, 1).split('\n').slice(1)).toEqual(['  a·b', '    ^']);
});

test('wide letters take two cells and combining marks none', () => {
  expect(format('名称: 值', 1, 5, 1).split('\n').slice(1)).toEqual(['  名称: 值', '        ^^']);
  expect(format('e\u0301: x', 1, 5, 1).split('\n').slice(1)).toEqual(['  e\u0301: x', '     ^']);
  expect(format('😀: x', 1, 5, 1).split('\n').slice(1)).toEqual(['  😀: x', '      ^']);
});

test('long lines are cut around the problem', () => {
  const line = `${'a'.repeat(200)}X${'b'.repeat(200)}`;
  const [, shown = '', marks = ''] = format(line, 1, 201, 1).split('\n');
  expect(shown).toBe(`  …${'a'.repeat(60)}X${'b'.repeat(39)}…`);
  expect(shown[marks.indexOf('^')]).toBe('X');
  expect(format(line, 1, 1, 300).split('\n')[2]).toBe(`  ${'^'.repeat(100)}`);
});
