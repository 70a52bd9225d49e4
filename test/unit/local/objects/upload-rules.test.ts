import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readUploadRules } from '../../../../src/local/objects/upload-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-uploads-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, 'uploads.json');
  writeFileSync(file, text);
  return readUploadRules(file);
}

test('rules are read as they are written', () => {
  const rules = [
    { bucket: 'photos', prefix: 'raw/', suffix: '.jpg', flow: 'develop' },
    { bucket: 'films', flow: 'films', qualifier: 'live' },
  ];
  expect(read(JSON.stringify(rules))).toEqual(rules);
});

test.each([
  ['{', 'JSON'],
  ['{}', 'it must hold an array of rules'],
  ['[7]', 'rule 1 is not an object'],
  ['[{"bucket":"a","flow":"b"},{"flow":"b"}]', 'rule 2 needs the name of a "bucket"'],
  ['[{"bucket":"a"}]', 'rule 1 needs the name of a "flow"'],
  ['[{"bucket":"a","flow":"b","prefix":7}]', 'rule 1 has a "prefix" that is no text'],
  ['[{"bucket":"a","flow":"b","suffix":["x"]}]', 'rule 1 has a "suffix" that is no text'],
  [
    '[{"bucket":"a","flow":"b","sufix":"x"}]',
    'rule 1 has "sufix", a rule has bucket, prefix, suffix, flow, qualifier',
  ],
  ['[{"bucket":"a","flow":"b","qualifier":1}]', 'rule 1 has a "qualifier" that is no text'],
])('%s is refused with its file and its place', (text, problem) => {
  expect(() => read(text)).toThrow(/uploads\.json: /);
  expect(() => read(text)).toThrow(problem);
});

test('a file that is missing is named', () => {
  expect(() => readUploadRules(join(folder, 'none.json'))).toThrow(/none\.json/);
});
