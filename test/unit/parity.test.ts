import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/internals/parity.md', ROOT), 'utf8');

/** All statements of the page: a behaviour, and below it the tests that show it as `path` and title. */
const rows = [...page.matchAll(/^- (.+)\n((?: {2}- .+\n)+)/gm)].map(
  ([, behaviour = '', tests = '']) => [behaviour, tests] as const,
);

describe('the parity page', () => {
  test('has at least forty rows, and says how many', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
    expect(page).toContain(`${rows.length} statements`);
  });

  test('says nothing twice', () => {
    const behaviours = rows.map(([behaviour]) => behaviour);
    expect(behaviours).toEqual([...new Set(behaviours)]);
  });

  test.each(rows)('"%s" is shown by tests that exist', (behaviour, tests) => {
    expect(behaviour.trim()).not.toBe('');
    const named = tests
      .trim()
      .split('\n')
      .map((line) => /^\s*- `([^`]+)`: (.+)$/.exec(line) ?? []);
    for (const [, path = '', title = ''] of named) {
      const file = new URL(`test/${path}`, ROOT);
      expect(path !== '' && existsSync(file), `${path} exists`).toBe(true);
      const isThere = readFileSync(file, 'utf8').replaceAll("\\'", "'").includes(title);
      expect(isThere, `${path} has the test "${title}"`).toBe(true);
    }
  });
});
