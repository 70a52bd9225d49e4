import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_STATUS } from '../../../src/api/api-error.ts';
import { type DiagnosticCode, MEANINGS, SEVERITIES } from '../../../src/fdl/diagnostic-codes.ts';
import { ERROR_NAMES } from '../../../src/fdl/read/error-name.ts';
import { codesIn, readPage, tableBelow } from '../../helpers/markdown.ts';

const page = readPage('docs/reference/errors.md');

test('every code of the API has its status, when it comes, and what to do', () => {
  const rows = tableBelow(page, 'API').map(([code = '', status, ...said]) => [
    codesIn(code)[0],
    status,
    said,
  ]);
  expect(Object.fromEntries(rows.map(([code, status]) => [code, Number(status)]))).toEqual(ERROR_STATUS);
  expect(rows.filter(([, , said]) => said?.length !== 2 || said.includes(''))).toEqual([]);
});

test('every name that the service gives to a failure of an execution has a row', () => {
  const listed = tableBelow(page, 'Executions').flatMap(([names = '']) => codesIn(names));
  const files = globSync('src/**/*.ts', { exclude: ['src/fdl/read/error-name.ts'] });
  const made = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'((?:FnF|FC|fnf|mns)\.[A-Z]\w+)'/g)].map(([, name]) => name),
  );
  expect(listed.filter((name) => !name.endsWith('…')).toSorted()).toEqual([...new Set(made)].toSorted());
});

test('the reader of definitions knows every name', () => {
  const listed = tableBelow(page, 'Executions').flatMap(([names = '']) => codesIn(names));
  expect(ERROR_NAMES.toSorted()).toEqual(listed.filter((name) => !name.endsWith('…')).toSorted());
});

test('every diagnostic code has its severity and meaning', () => {
  const listed = tableBelow(page, 'Diagnostics').map(([code = '', severity, meaning]) => [
    codesIn(code)[0],
    { severity, meaning },
  ]);
  const codes = Object.entries(SEVERITIES).map(([code, severity]) => [
    code,
    { severity, meaning: MEANINGS[code as DiagnosticCode] },
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(codes));
});

test('every code of the command line has a row', () => {
  const listed = tableBelow(page, 'Command line').map(([code = '']) => codesIn(code)[0]);
  const thrown = globSync('src/cli/**/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bcode: '([A-Z]\w+)'/g)].map(([, code]) => code),
  );
  expect(listed.toSorted()).toEqual([...new Set(thrown)].toSorted());
});

test.each([
  ['queues', 'src/queues/queue-error.ts'],
  ['topics', 'src/queues/topics/topic-error.ts'],
])('every code of %s is listed', (door, file) => {
  const known = [...readFileSync(file, 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);
  expect(codesOfDoor(door)).toEqual(known);
});

test('every code with which the ports of queues and topics refuse is listed', () => {
  const sources = ['queue-protocol.ts', 'sqs/sqs-protocol.ts'].map((file) =>
    readFileSync(`src/local/queues/${file}`, 'utf8'),
  );
  const used = sources.flatMap((source) =>
    [...source.matchAll(/(?:\b\d{3}: |\[\d{3}, |\bcode: )'([A-Z]\w+)'/g)].map(([, code]) => code),
  );
  expect(codesOfDoor('both')).toEqual([...new Set(used)].toSorted());
});

test('every code of the original queue protocol has its status', () => {
  const source = globSync('src/{mns,local/mns}/**/*.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
  const made = [...source.matchAll(/(?:MnsError\(\s*|Code = \[|: \[)(\d{3}),\s*'(\w+)'/g)];
  const listed = tableAfter('The port of the original').flatMap(([codes = '', status]) =>
    codesIn(codes).map((code) => `${status} ${code}`),
  );
  const known = [...made.map(([, status, code]) => `${status} ${code}`), '403 AccessDenied'];
  expect(listed.toSorted()).toEqual([...new Set(known)].toSorted());
});

/** The codes of a door and of the rows without a name below it. */
function codesOfDoor(door: string): readonly string[] {
  const rows = tableBelow(page, 'Queues, topics and objects');
  const start = rows.findIndex(([name]) => name === door);
  const next = rows.findIndex(([name], index) => index > start && name !== '');
  return rows.slice(start, next < 0 ? undefined : next).flatMap(([, codes = '']) => codesIn(codes));
}

/** The rows of the first table after a text. */
function tableAfter(text: string) {
  return tableBelow(`# after\n${page.slice(page.indexOf(text))}`, 'after');
}
