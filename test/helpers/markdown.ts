import { readFileSync } from 'node:fs';

/** The text of a page, read from the root of the repository. */
export function readPage(file: string): string {
  return readFileSync(file, 'utf8');
}

/** The rows of the first table below a heading, cell by cell, without its head; a heading without a table has none. */
export function tableBelow(page: string, heading: string): readonly (readonly string[])[] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  const end = lines.findIndex((line, index) => index > start && /^#+ /.test(line));
  const section = lines.slice(start + 1, end < 0 ? undefined : end);
  const first = section.findIndex((line) => line.startsWith('|'));
  const length = section.slice(first).findIndex((line) => !line.startsWith('|'));
  const table = section.slice(first, length < 0 ? undefined : first + length);
  return first < 0 || start < 0 ? [] : table.slice(2).map(cellsOf);
}

/** The texts between backticks, in order. */
export function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** Targets of links to other files of the repository, without their fragments. */
export function linksIn(page: string): readonly string[] {
  return [...page.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

/** Fragments of links within the page. */
export function fragmentsIn(page: string): readonly string[] {
  return [...page.matchAll(/\]\(#([^)\s]+)\)/g)].map(([, fragment = '']) => fragment);
}

/** The fragments that a page's headings answer to. */
export function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The cells of a row of a table. */
export function cellsOf(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}
