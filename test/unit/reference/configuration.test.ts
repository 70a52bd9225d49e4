import { globSync, readFileSync } from 'node:fs';
import type { Node } from 'constructs';
import { expect, test } from 'vitest';
import { readSettings } from '../../../lib/service/settings.ts';
import { readDevOptions } from '../../../src/cli/dev-options.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { newSession } from '../../../src/cli/service/session.ts';
import { fakeTerminal } from '../../helpers/fake-terminal.ts';
import { codesIn, readPage, tableBelow } from '../../helpers/markdown.ts';

const page = readPage('docs/reference/configuration.md');
const devRows = tableBelow(page, 'The embedded home').map(([flag = '', variable = '', value = '']) => ({
  flag: codesIn(flag)[0] ?? '',
  variable: codesIn(variable)[0],
  value: codesIn(value)[0],
}));

const program = await buildProgram(newSession(fakeTerminal()), 'dev');
const devOptions = program.commands.find((command) => command.name() === 'dev')?.options ?? [];

test('every flag of `fdl dev` is listed with the variable that it names', () => {
  const known = devOptions.map(({ long, description }) => [long, /FDL_[A-Z_]+/.exec(description)?.[0]]);
  const listed = devRows.map(({ flag, variable }) => [flag.split(' ')[0], variable]);
  expect(listed.toSorted()).toEqual(known.toSorted());
});

test('every default of `fdl dev` is that of its help, or of its options', () => {
  const options = Object.values(readDevOptions({}, {})).map(String);
  for (const { long, description } of devOptions) {
    const value = devRows.find(({ flag }) => flag.split(' ')[0] === long)?.value;
    const told = /, else ([^)]+)\)/.exec(description)?.[1];
    if (told === undefined && value !== undefined) expect(options).toContain(value);
    else expect(value).toBe(told);
  }
});

test('every variable that the sources read is listed, and no other', () => {
  const read = globSync('{src,bin,lambdas,lib}/**/*.{ts,js}').flatMap(
    (file) => readFileSync(file, 'utf8').match(/\b(?:FDL_[A-Z_]*[A-Z]\b|NO_COLOR\b)/g) ?? [],
  );
  const listed = page.match(/\b(?:FDL_[A-Z_]*[A-Z]\b|NO_COLOR\b)/g) ?? [];
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(read)].toSorted());
});

test.each([
  ['docs/reference/configuration.md', 'A deployment'],
  ['docs/guide/deploy.md', 'In two commands'],
])('every context key of a deployment is in %s', (file, heading) => {
  const asked: string[] = [];
  const node = { tryGetContext: (name: string) => void asked.push(name) };
  readSettings(node as unknown as Node);
  expect(tableBelow(readPage(file), heading).map(([key = '']) => codesIn(key)[0])).toEqual(asked);
});

test('every field of a server in a program of your own is listed', () => {
  const source = readFileSync('src/local/server-options.ts', 'utf8');
  const [, body = ''] = /interface ServerOptions \{(.*?)^\}/ms.exec(source) ?? [];
  const fields = [...body.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name);
  const listed = tableBelow(page, 'A server in your own program').flatMap(([names = '']) => codesIn(names));
  expect(listed.toSorted()).toEqual(fields.toSorted());
});
