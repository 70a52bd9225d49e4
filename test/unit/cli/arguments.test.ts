import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readInstant, readInteger, readJsonObject, readText, readToken } from '../../../src/cli/arguments.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-arguments-'));
afterAll(() => rmSync(folder, { recursive: true }));

const stdin = (text: string | Uint8Array) => ({ readStdin: async () => Buffer.from(text) });
const noStdin = { readStdin: () => Promise.reject(new Error('stdin was read')) };

test('JSON is passed on byte for byte', async () => {
  const text = '{ "id": 12345678901234567890 }';
  expect(await readJsonObject('--input', text, noStdin)).toBe(text);
});

test('JSON is read from a file or from stdin', async () => {
  const file = join(folder, 'input.json');
  writeFileSync(file, '{"from":"file"}\n');
  expect(await readJsonObject('--input', `@${file}`, noStdin)).toBe('{"from":"file"}\n');
  expect(await readJsonObject('--input', '-', stdin('{"from":"stdin"}'))).toBe('{"from":"stdin"}');
});

test.each([
  ['{"id":', '--input is not JSON'],
  ['[1]', 'must be a JSON object such as {"id":1}, not an array'],
  ['null', 'not null'],
  ['"x"', 'not a string'],
])('%s is refused as input', async (text, message) => {
  await expect(readJsonObject('--input', text, noStdin)).rejects.toThrow(message);
});

test('what is wrong in a file names the file', async () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{');
  await expect(readJsonObject('--input', `@${file}`, noStdin)).rejects.toThrow(
    `--input (${file}) is not JSON`,
  );
});

test('a byte order mark is no part of what is read', async () => {
  const file = join(folder, 'marked.json');
  writeFileSync(file, '\uFEFF{"a":"é"}');
  expect(await readJsonObject('--input', `@${file}`, noStdin)).toBe('{"a":"é"}');
  expect(await readText('-', stdin('\uFEFFversion: v1'))).toBe('version: v1');
  expect(await readToken('-', stdin('\uFEFFtoken\n'))).toBe('token');
});

test('what is no UTF-8 is refused, with its place', async () => {
  const file = join(folder, 'latin1.json');
  const latin1 = Buffer.from('{"a":\n"é"}', 'latin1');
  writeFileSync(file, latin1);
  const problem = 'is not UTF-8: byte 8 (0xE9), at line 2, column 2, belongs to no character';
  await expect(readJsonObject('--input', `@${file}`, noStdin)).rejects.toThrow(`${file} ${problem}`);
  await expect(readJsonObject('--input', '-', stdin(latin1))).rejects.toThrow(`stdin ${problem}`);
  await expect(readText(file, noStdin)).rejects.toThrow(problem);
  await expect(readToken('-', stdin(latin1))).rejects.toThrow(problem);
  const utf16 = Buffer.from('\uFEFF{"a":1}', 'utf16le');
  await expect(readText('-', stdin(utf16))).rejects.toThrow('stdin is UTF-16, not UTF-8');
});

test('a file that cannot be read is named with the reason', async () => {
  await expect(readText(join(folder, 'gone'), noStdin)).rejects.toThrow('gone: there is no such file');
  await expect(readText(folder, noStdin)).rejects.toThrow(`${folder}: it is a folder`);
});

test('a token on stdin loses the line break that echo adds', async () => {
  expect(await readToken('-', stdin('token==\n'))).toBe('token==');
  expect(await readToken('token==', noStdin)).toBe('token==');
});

test('an empty token is refused', async () => {
  await expect(readToken('-', stdin('\n'))).rejects.toThrow('the task token is empty');
});

test('a time is a span before now or an RFC 3339 time', () => {
  const now = Date.parse('2026-01-02T00:00:00Z');
  expect(readInstant('--since', '2h', now)).toBe('2026-01-01T22:00:00.000Z');
  expect(readInstant('--since', '2026-01-01T08:00:00+08:00', now)).toBe('2026-01-01T00:00:00.000Z');
  expect(() => readInstant('--since', 'yesterday', now)).toThrow("--since 'yesterday' is neither a span");
});

test('a number is whole and within its bounds', () => {
  expect(readInteger('--port', '0', 0, 65_535)).toBe(0);
  for (const given of ['65536', '-1', '1.5', '1e3', '', ' 1']) {
    expect(() => readInteger('--port', given, 0, 65_535)).toThrow(`from 0 to 65535, not '${given}'`);
  }
});
