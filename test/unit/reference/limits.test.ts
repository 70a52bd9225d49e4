import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AWS_LIMITS } from '../../../src/adapters/aws/physical-limits.ts';
import { FAMILY_SIZE } from '../../../src/adapters/embedded/child-places.ts';
import { EMBEDDED_LIMITS } from '../../../src/adapters/embedded/physical-limits.ts';
import { LIMIT_PROFILES } from '../../../src/limits.ts';
import { CAPACITY } from '../../../src/local/overload.ts';
import { cellsOf, codesIn, readPage, tableBelow } from '../../helpers/markdown.ts';

const page = readPage('docs/reference/limits.md');

/** Rows that name the constant which holds their number: its file and its name. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map(cellsOf)
  .flatMap(([limit = '', value = '', ...rest]) => {
    const [, file, name] = /^`([\w./-]+\.ts)` `(\w+)`$/.exec(rest.at(-1) ?? '') ?? [];
    return file === undefined || name === undefined ? [] : [{ limit, value: numberIn(value), file, name }];
  });

test.each(rows)('$limit: $value, as $file has it', ({ value, file, name }) => {
  expect(existsSync(file)).toBe(true);
  const [, product = ''] =
    new RegExp(`\\bconst ${name} = ([\\d_ *]+);`).exec(readFileSync(file, 'utf8')) ?? [];
  expect(product.split('*').reduce((total, factor) => total * Number(factor.replaceAll('_', '')), 1)).toBe(
    value,
  );
});

test.each(globSync('src/{limits,queues/limits}.ts'))('no number of %s is forgotten', (file) => {
  const known = [...readFileSync(file, 'utf8').matchAll(/^export const (\w+) = \d/gm)].map(
    ([, name]) => name,
  );
  const listed = rows.filter((row) => row.file === file).map(({ name }) => name);
  expect(listed.toSorted()).toEqual(known.toSorted());
});

describe('the tables of a whole type', () => {
  test('profiles', () => {
    expect(column('Profiles', 1)).toEqual(LIMIT_PROFILES.default);
    expect(column('Profiles', 2)).toEqual(LIMIT_PROFILES.fnf);
    expect(column('Profiles', 3)).toEqual(LIMIT_PROFILES.wide);
  });

  test('what a home allows', () => {
    expect(column('What a home allows', 1)).toEqual(EMBEDDED_LIMITS);
    expect(column('What a home allows', 2)).toEqual(AWS_LIMITS);
  });

  test('what is taken on at a time', () => {
    expect(column('What is taken on at a time', 1)).toEqual(CAPACITY);
  });

  test('families', () => {
    expect(column('Families', 1)).toEqual(FAMILY_SIZE);
  });
});

function column(heading: string, index: number): object {
  return Object.fromEntries(
    tableBelow(page, heading).map((cells) => [codesIn(cells[0] ?? '')[0], valueIn(cells[index] ?? '')]),
  );
}

/** The number that a cell begins with, or its yes or no. */
function valueIn(cell: string): number | boolean {
  const [, word] = /^(yes|no)\b/.exec(cell) ?? [];
  return word === undefined ? numberIn(cell) : word === 'yes';
}

function numberIn(cell: string): number {
  if (cell === 'unlimited') return Number.POSITIVE_INFINITY;
  return Number(/^[\d,.]+/.exec(cell)?.[0].replaceAll(',', ''));
}
