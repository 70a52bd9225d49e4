import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  CASE_RULES,
  DEFAULTS_RULES,
  SCHEDULE_RULES,
  STOP_RULES,
  UPLOAD_RULES,
} from '../../../../../src/testing/cases/read/read-case.ts';
import { CALLS_RULES, EXPECT_RULES } from '../../../../../src/testing/cases/read/read-expect.ts';
import { REPORT_RULES, STUB_RULES } from '../../../../../src/testing/cases/read/read-stubs.ts';
import { FILE_RULES } from '../../../../../src/testing/cases/read/read-test-file.ts';
import { STUB_FAULTS } from '../../../../../src/testing/cases/stub.ts';
import { END_STATUSES } from '../../../../../src/testing/cases/test-case.ts';

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly enum?: readonly string[];
}

const schema: Schema & { readonly $defs: Readonly<Record<string, Schema>> } = JSON.parse(
  readFileSync('src/testing/cases/test-file.schema.json', 'utf8'),
);
const { case: oneCase, stub, report, calls, expect: expected } = schema.$defs;

test.each([
  [FILE_RULES, schema],
  [DEFAULTS_RULES, schema.properties['defaults']],
  [CASE_RULES, oneCase],
  [SCHEDULE_RULES, oneCase?.properties['schedule']],
  [UPLOAD_RULES, oneCase?.properties['upload']],
  [STOP_RULES, oneCase?.properties['stop']],
  [STUB_RULES, stub],
  [REPORT_RULES, report],
  [EXPECT_RULES, expected],
  [CALLS_RULES, calls],
])('the schema knows the attributes of $owner and no others', ({ allowed }, described) => {
  expect(Object.keys(described?.properties ?? {}).toSorted()).toEqual([...allowed].toSorted());
  expect(described?.additionalProperties).toBe(false);
});

test('the schema knows the words', () => {
  expect(expected?.properties['status']?.enum).toEqual(END_STATUSES);
  expect(stub?.properties['fault']?.enum).toEqual(STUB_FAULTS);
});
