import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, readPage } from '../helpers/markdown.ts';

const SOURCES = globSync([
  '{src,lib,lambdas,bin,bench,test,examples}/**/*.{ts,js,mjs,py,yaml,md}',
  'console/src/**/*.{ts,tsx}',
  'docs/**/*.md',
  '*.md',
]).filter((file) => !/node_modules|\/dist\/|test\/unit\/citations/.test(file));

const PAGES = SOURCES.filter((file) => file.endsWith('.md'));

/** A page of the repository, and perhaps a section of it: by number, or by heading in quotes. */
const CITATION = /\b(docs\/[\w/-]+\.md)(?: (\d+(?:\.\d+)*)|, "([^"${]+)")?/g;

/** Material that a reader of the repository cannot open. */
const ELSEWHERE = /\blanguage page\b|\bruling Q?\d|\bdesign,? section\b|\bshared\/spec\b/i;

test('every citation of a page and of a section of it leads somewhere', () => {
  const lost = SOURCES.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(CITATION)]
      .filter(([, page = '', number, heading]) => !isThere(page, number ?? heading))
      .map(([citation]) => `${file}: ${citation}`),
  );
  expect(lost).toEqual([]);
});

test('nothing cites what is not in the repository', () => {
  const citing = SOURCES.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => ELSEWHERE.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(citing).toEqual([]);
});

test('every link to a heading of another page finds it', () => {
  const lost = PAGES.flatMap((file) =>
    [...readPage(file).matchAll(/\]\(([^)\s#:]+\.md)#([^)\s]+)\)/g)]
      .filter(([, page = '', anchor = '']) => {
        const target = join(dirname(file), page);
        return !existsSync(target) || !anchorsOf(readPage(target)).includes(anchor);
      })
      .map(([link]) => `${file}: ${link}`),
  );
  expect(lost).toEqual([]);
});

function isThere(page: string, section: string | undefined): boolean {
  if (!existsSync(page)) return false;
  if (section === undefined) return true;
  const headings = [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.some((heading) => heading === section || heading.startsWith(`${section} `));
}
