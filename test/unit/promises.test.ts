import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The sections of the page: a number, a promise, and the tests that hold it. */
const promises = [
  ...readFileSync('docs/internals/promises.md', 'utf8').matchAll(/^### (\d+)\. (.+)\n\n((?:- .+\n)+)/gm),
].map(([, number = '', promise = '', tests = '']) => ({ number, promise, tests: tests.trim().split('\n') }));

test('The page about promises numbers them without a gap', () => {
  expect(promises.length).toBeGreaterThanOrEqual(9);
  expect(promises.map(({ number }) => number)).toEqual(promises.map((_, index) => String(index + 1)));
});

test.each(promises)('Promise $number, "$promise", is held by tests that exist', ({ tests }) => {
  expect(tests.length).toBeGreaterThan(1);
  for (const line of tests) {
    const [, path = '', title = ''] = /^- `([^`]+)`: (.+)$/.exec(line) ?? [];
    const file = `test/${path}`;
    expect(path !== '' && existsSync(file), `${line}: ${file} exists`).toBe(true);
    const isThere = readFileSync(file, 'utf8').replaceAll("\\'", "'").includes(title);
    expect(isThere, `${file} has the test "${title}"`).toBe(true);
  }
});
