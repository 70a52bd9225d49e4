import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importCycles } from './import-cycles.ts';
import { MAY_IMPORT } from './import-table.ts';

/** Names that make a function depend on more than its arguments. */
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /\bprocess\./,
  /\basync\b/,
  /\bawait\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bperformance\./,
  /\bcrypto\b/,
  /\bconsole\./,
];

const PURE = [
  'src/common',
  'src/expressions',
  'src/targets',
  'src/flow',
  'src/fdl',
  'src/editor',
  'src/interpreter',
  'src/schedules',
  'src/trace',
];
const NO_CLOUD = [
  ...PURE.filter((folder) => folder !== 'src/targets'),
  'src/graph',
  'src/ports',
  'src/engine',
];
const MAX_LINES = 300;

const files = globSync([
  '{src,bin,build,exports,lambdas,lib}/**/*.{ts,js}',
  'console/{src/**,*}.{js,ts,tsx}',
]).toSorted();

/** The imports that the rows of the table allow to a file. */
function allowedFor(file: string): readonly string[] {
  const rows = Object.keys(MAY_IMPORT).filter((row) => file === row || file.startsWith(`${row}/`));
  if (rows.length === 0) throw new Error(`${file} is in no row of the import table`);
  return rows.flatMap((row) => [`${row}/`, ...(MAY_IMPORT[row] as string[])]);
}

function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport\(|^import)\s*'([^'\n]+)'/g);
  return [...found].map(([, name]) => resolved(file, name as string));
}

function resolved(file: string, name: string): string {
  return name.startsWith('.') ? relative('.', join(dirname(file), name)) : name;
}

test('every file imports only what the import table allows it', () => {
  const forbidden = files.flatMap((file) => {
    const allowed = allowedFor(file);
    return importsOf(file)
      .filter((name) => !allowed.some((prefix) => name.startsWith(prefix)))
      .map((name) => `${file} imports ${name}`);
  });
  expect(forbidden).toEqual([]);
});

test('no file reaches itself by imports, those of types included', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  expect(graph.size).toBeGreaterThan(400);
  expect(importCycles(graph)).toEqual([]);
});

test('no file of a pure folder has a clock, chance, the process or waiting', () => {
  const impure = files
    .filter((file) => PURE.some((folder) => file.startsWith(`${folder}/`)))
    .flatMap((file) => {
      const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return IMPURE.filter((pattern) => pattern.test(code)).map((pattern) => `${file} has ${pattern.source}`);
    });
  expect(impure).toEqual([]);
});

/** Rooms that data of executions passes through: `JSON` itself loses digits and throws on bigints. */
const CARRIES_DATA =
  /^(?:src\/(?:expressions|targets|flow|fdl|interpreter|graph|trace|engine|api|cli\/output)|console\/src)\//;

test('what carries data reads and writes JSON by json-text.ts', () => {
  const own = files.filter((file) => CARRIES_DATA.test(file));
  expect(own.filter((file) => /\bJSON\.(?:parse|stringify)\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('nothing between the language and the homes names a cloud', () => {
  const named = files
    .filter((file) => NO_CLOUD.some((folder) => file.startsWith(`${folder}/`)))
    .filter((file) =>
      /\b(AWS|Lambda|SQS|SNS|DynamoDB|EventBridge|CloudWatch)\b/.test(readFileSync(file, 'utf8')),
    );
  expect(named).toEqual([]);
});

test('members that only their class may use begin with #; a constructor has no such name', () => {
  const everywhere = globSync([
    '{src,bin,lambdas,lib,bench,examples,test}/**/*.ts',
    'console/src/**/*.{ts,tsx}',
  ]);
  const marked = everywhere.filter((file) => /^\s+private (?!constructor)/m.test(readFileSync(file, 'utf8')));
  expect(marked).toEqual([]);
});

describe('sizes', () => {
  test('no source file is longer than 300 lines', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > MAX_LINES);
    expect(long).toEqual([]);
  });

  test('the median source file is below 90 lines', () => {
    const lengths = files
      .map((file) => readFileSync(file, 'utf8').split('\n').length)
      .toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(90);
  });
});
