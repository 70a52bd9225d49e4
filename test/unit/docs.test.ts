import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withTables } from '../../bench/docs-tables.ts';
import { growthPlot } from '../../bench/growth/plot.ts';
import { readResults } from '../../bench/results.ts';
import { OPERATION_NAMES, operations } from '../../src/api/operations.ts';
import { TARGET_KINDS } from '../../src/targets/targets.ts';
import {
  anchorsOf,
  cellsOf,
  codesIn,
  fragmentsIn,
  linksIn,
  readPage,
  tableBelow,
} from '../helpers/markdown.ts';
import { MAY_IMPORT } from './architecture/import-table.ts';

const pages = globSync(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/**/*.md']).toSorted();

/** The columns of the table of targets. */
const PATTERNS = ['requestResponse', 'sync', 'waitForCallback'];

describe.each(pages)('%s', (file) => {
  const page = readPage(file);

  test('links only to what is there', () => {
    expect(linksIn(page).filter((target) => !existsSync(join(dirname(file), target)))).toEqual([]);
    expect(fragmentsIn(page).filter((fragment) => !anchorsOf(page).includes(fragment))).toEqual([]);
  });

  test('keeps the cells of its tables short enough to read', () => {
    const cells = page.split('\n').flatMap((line) => (line.startsWith('|') ? cellsOf(line) : []));
    expect(cells.filter((cell) => cell.length > 200)).toEqual([]);
  });

  test('names only files that are there', () => {
    const named = [
      ...page.matchAll(/\b(?:console\/)?(?:src|bin|lib|lambdas|test|examples|docs)\/[\w./-]*\w\.\w+/g),
    ].map(([path]) => path);
    expect(named.filter((path) => !existsSync(path) && !existsSync(join('examples', path)))).toEqual([]);
  });
});

test('the index names every page, with one line for each', () => {
  const listed = [...readPage('docs/README.md').matchAll(/^- \[[^\]]+\]\(([^)]+)\): \S.+$/gm)];
  const named = listed.map(([, target = '']) => join('docs', target));
  const isListed = (page: string) =>
    !page.startsWith('docs/internals/decisions/') && page !== 'docs/README.md';
  expect(named.toSorted()).toEqual(
    [...globSync('docs/**/*.md').filter(isListed), 'docs/internals/decisions/README.md'].toSorted(),
  );
});

test('the index of decisions names each by its number and heading', () => {
  const folder = 'docs/internals/decisions';
  const rows = globSync(`${folder}/0*.md`)
    .toSorted()
    .map((file) => {
      const [, number, heading] = /^# (\d+)\. (.+)$/m.exec(readPage(file)) ?? [];
      return [number, `[${heading}](${file.slice(folder.length + 1)})`];
    });
  expect(tableBelow(readPage(`${folder}/README.md`), 'Decisions')).toEqual(rows);
});

test('README and CONTRIBUTING stay within their lengths', () => {
  expect(readPage('README.md').split('\n').length).toBeLessThanOrEqual(121);
  expect(readPage('CONTRIBUTING.md').split('\n').length).toBeLessThanOrEqual(81);
});

describe('docs/internals/architecture.md', () => {
  const page = readPage('docs/internals/architecture.md');

  test('holds the import table that is tested', () => {
    const [, section = ''] = page.split(/^## Who may import whom$/m);
    const rows = [...(section.split(/^## /m)[0] ?? '').matchAll(/^- (`[^`]+`): (.+)$/gm)].map(
      ([, folder = '', allowed = '']) => [codesIn(folder)[0], codesIn(allowed)],
    );
    expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT);
  });
});

describe('docs/reference/fdl-support.md', () => {
  const page = readPage('docs/reference/fdl-support.md');

  test('lists every form of a target with the patterns it takes, and every service parameter', () => {
    const listed = tableBelow(page, 'Targets').map(([form = '', ...cells]) => [codesIn(form)[0], cells]);
    const kinds = Object.values(TARGET_KINDS);
    const known = kinds.flatMap(({ forms, patterns }) =>
      forms.map(({ shape }) => [
        shape,
        PATTERNS.map((pattern) => ((patterns as readonly string[]).includes(pattern) ? 'yes' : 'no')),
      ]),
    );
    expect(listed.slice(0, -1)).toEqual(known);
    const params = kinds.flatMap((kind) => Object.keys(kind.params));
    expect(params.filter((param) => !page.includes(`\`${param}\``))).toEqual([]);
  });
});

describe('docs/reference/api.md', () => {
  const page = readPage('docs/reference/api.md');

  test('lists every operation in the order of the contract', () => {
    const listed = tableBelow(page, 'Operations').map(([name = '']) => codesIn(name)[0]);
    expect(listed).toEqual(OPERATION_NAMES);
  });

  test.each(OPERATION_NAMES.filter((name) => !name.startsWith('Update')))(
    'names the parameters of %s, and which it cannot do without',
    (name) => {
      const row = tableBelow(page, 'Operations').find(([cell]) => cell === `\`${name}\``);
      const named = [...(row?.[1] ?? '').matchAll(/`([A-Z]\w+)`(\\\*)?/g)].filter(
        ([, param]) => param !== 'FDL' && param !== 'DEFAULT',
      );
      const params = Object.entries(operations[name].params);
      expect(named.map(([, param, star]) => [param, star !== undefined]).toSorted()).toEqual(
        params.map(([param, { isRequired }]) => [param, isRequired]).toSorted(),
      );
    },
  );
});

test('docs/internals/performance.md tells what the benchmark found last', () => {
  const results = readResults();
  expect(readPage('docs/internals/performance.md')).toBe(
    withTables(readPage('docs/internals/performance.md'), results),
  );
  expect(readFileSync('docs/internals/growth.svg', 'utf8')).toBe(
    growthPlot(results.growth ?? [], results.aws?.growth),
  );
});

test('docs/internals/decisions/0010-dependencies.md gives a reason for every dependency, and for no other package', () => {
  const page = readPage('docs/internals/decisions/0010-dependencies.md');
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const installed = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  const rows = page.split('\n').filter((line) => /^\| `/.test(line));
  const explained = rows.flatMap((row) => codesIn(row.split('|')[1] ?? ''));
  expect(explained.toSorted()).toEqual(installed.flatMap((group) => Object.keys(group ?? {})).toSorted());
});
