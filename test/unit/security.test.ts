import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codesIn, readPage, tableBelow } from '../helpers/markdown.ts';

const rows = tableBelow(readPage('docs/internals/security.md'), 'Threats and tests');

test('docs/internals/security.md names a test for every threat', () => {
  expect(rows.length).toBeGreaterThan(25);
});

test.each(rows.map(([threat = '', file = '', title = '']) => ({ threat, file, title })))(
  'against $threat there is the test that docs/internals/security.md names',
  ({ file, title }) => {
    expect(readFileSync(codesIn(file)[0] ?? '', 'utf8')).toContain(title);
  },
);
