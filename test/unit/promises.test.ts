import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = readFileSync('docs/internals/promises.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));

test('The page about promises lists all nine', () => {
  expect(rows.map(([number]) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test.each(rows)('Promise %s, "%s", is held by tests that exist', (_number, _promise, tests = '') => {
  const named = tests.split('<br>').map((cell) => /^`([^`]+)` (.+)$/.exec(cell) ?? []);
  expect(named.length).toBeGreaterThan(1);
  for (const [cell, path = '', title = ''] of named) {
    const file = `test/${path}`;
    expect(path !== '' && existsSync(file), `${cell}: ${file} exists`).toBe(true);
    expect(readFileSync(file, 'utf8').includes(title), `${file} has the test "${title}"`).toBe(true);
  }
});
