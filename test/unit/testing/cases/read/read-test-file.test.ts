import { describe, expect, test } from 'vitest';
import { readTestFile } from '../../../../../src/testing/cases/read/read-test-file.ts';
import type { TestCase } from '../../../../../src/testing/cases/test-case.ts';

const FLOWS: Readonly<Record<string, string>> = {
  'trip.yaml': `version: v1
type: flow
steps:
  - {type: task, name: Book, resourceArn: 'acs:fc:::services/rail/functions/book'}
  - {type: choice, name: Decide, choices: [{condition: "$.a", steps: [{type: pass, name: Inner}]}]}
`,
  'bad.yaml': 'version: v1\ntype: flow\nsteps: [{type: tusk, name: a}]\n',
};

function read(text: string) {
  return readTestFile(text, (file) => {
    const found = FLOWS[file];
    return found === undefined ? { problem: 'there is no such file' } : { text: found };
  });
}

function problems(text: string): readonly string[] {
  return read(text).diagnostics.map(({ line, path, message }) => `${line} ${path}: ${message}`);
}

function caseOf(body: string, head = 'flow: trip.yaml'): TestCase {
  const { file, diagnostics } = read(`${head}\ncases:\n  - {name: one, ${body}}\n`);
  expect(diagnostics).toEqual([]);
  return file?.cases[0] ?? expect.fail('there is no case');
}

describe('a test file', () => {
  test('names its flow, which is called as its file is', () => {
    const { file } = read('flow: trip.yaml\ncases: [{name: one, expect: {}}]');
    expect(file?.flows.map(({ name, file: path }) => [name, path])).toEqual([['trip', 'trip.yaml']]);
  });

  test('has defaults for all cases, which a case adds to', () => {
    const head =
      'flow: trip.yaml\ndefaults: {input: {a: 1, b: 2}, at: 2026-03-29T00:30:00Z, tasks: {Book: {output: {}}}}';
    const { start, at, stubs } = caseOf('input: {b: 3}, expect: {}', head);
    expect(start).toEqual({ kind: 'input', input: { a: 1, b: 3 } });
    expect(at).toBe(Date.UTC(2026, 2, 29, 0, 30));
    expect([...stubs.keys()]).toEqual(['Book']);
  });

  test.each([
    ['', 'Expected a test file as an object, found nothing'],
    ['flow: trip.yaml', '"cases" of a test file is missing'],
    ['flow: trip.yaml\ncases: []', 'at least one element'],
    ['flow: gone.yaml\ncases: [{name: a, expect: {}}]', '"gone.yaml" cannot be read: there is no such file'],
    ['flow: bad.yaml\ncases: [{name: a, expect: {}}]', '"bad.yaml" is not a valid definition: 1 error'],
    ['flow: trip.yaml\ncases: [{name: a, expect: {}}, {name: a, expect: {}}]', 'Another case is called "a"'],
    ['flow: trip.yaml\ncases: [{name: a, tasks: {Bok: {output: {}}}, expect: {}}]', 'Did you mean "Book"?'],
    ['flow: trip.yaml\ncases: [{name: a, expect: {path: [Bock]}}]', '"Bock" is no step of these flows'],
    ['flow: trip.yaml\ncases: [{name: a, expect: {calls: {Decide: {times: 1}}}}]', '"Decide" is no task'],
    ['flow: trip.yaml\ncases: [{name: a, expect: {lasts: 3 days}}]', 'Expected a span such as 3d'],
    ['flow: trip.yaml\ncases: [{name: a, at: tomorrow, expect: {}}]', 'Expected a time such as 2026-'],
    [
      'flow: trip.yaml\ncases: [{name: a, expect: {output: {}, contains: {}}}]',
      'Only one of "output" and "contains"',
    ],
    [
      'flow: trip.yaml\ncases: [{name: a, upload: {bucket: b, key: k}, schedule: {cron: "@every 1h"}, expect: {}}]',
      'Only one of',
    ],
    [
      'flow: trip.yaml\ncases: [{name: a, tasks: {Book: {output: {}, error: E}}, expect: {}}]',
      'Only one of "output"',
    ],
    ['flow: trip.yaml\ncases: [{name: a, tasks: {Book: []}, expect: {}}]', 'at least one element'],
    [
      'flow: trip.yaml\ncases: [{name: a, tasks: {Book: {fault: explodes}}, expect: {}}]',
      'throttled, crashes, hangs',
    ],
    [
      'flow: trip.yaml\ncases: [{name: a, tasks: {Book: {when: "$.a ==", output: {}}}, expect: {}}]',
      'cases[0].tasks.Book.when',
    ],
    [
      'flow: trip.yaml\ncases: [{name: a, objects: {in: {a.csv: "id"}}, expect: {}}]',
      '2 cases[0].objects.in: Expected a bucket name: 3 to 63',
    ],
    [
      'flow: trip.yaml\ncases: [{name: a, objects: {orders: {"": "id"}}, expect: {}}]',
      'Expected a key: 1 to',
    ],
    ['flow: trip.yaml\ncases: [{name: a, input: 3, expect: {}}]', 'Expected an object, found the number 3'],
    ['flow: trip.yaml\ncases: [{name: a, stop: {error: E}, expect: {}}]', '"after" of a stop is missing'],
  ])('%j is refused with what is allowed', (text, message) => {
    expect(read(text).file).toBeUndefined();
    expect(problems(text).join('\n')).toContain(message.trim());
  });
});

describe('stubs', () => {
  test('in a list answer one call each, unless they say how often or which', () => {
    const list = '[{error: E, times: 4}, {output: {}}, {when: $.a > 1, output: {b: 1}}]';
    const { stubs } = caseOf(`tasks: {Book: ${list}}, expect: {}`);
    expect(stubs.get('Book')).toMatchObject([
      { answer: { kind: 'error', failure: { error: 'E', cause: '' } }, times: 4 },
      { times: 1 },
      { when: { kind: 'condition' }, answer: { output: { b: 1 } } },
    ]);
    expect(stubs.get('Book')?.[2]).not.toHaveProperty('times');
  });

  test('alone answer every call', () => {
    const { stubs } = caseOf('tasks: {Book: {fault: throttled, after: 2s}}, expect: {}');
    expect(stubs.get('Book')).toEqual([{ answer: { kind: 'fault', fault: 'throttled' }, after: 2_000 }]);
  });

  test('may report, late and twice', () => {
    const report = '{output: {}, report: {error: No, cause: why, again: 5s}, after: 3d}';
    const { stubs } = caseOf(`tasks: {Book: ${report}}, expect: {}`);
    expect(stubs.get('Book')).toMatchObject([
      { after: 259_200_000, report: { result: { failure: { error: 'No', cause: 'why' } }, again: 5_000 } },
    ]);
  });

  test('may stand under a resource ARN', () => {
    const { stubs } = caseOf("tasks: {'acs:fc:::services/rail/functions/book': {output: {}}}, expect: {}");
    expect([...stubs.keys()]).toEqual(['acs:fc:::services/rail/functions/book']);
  });
});

test('a case says what it expects', () => {
  const { expect: expected } = caseOf(
    'expect: {status: Failed, error: E, cause: c, path: [Book, Inner], contains: {a: 1}, calls: {Book: {times: 2, inputs: [{}]}}, lasts: 1h 30m}',
  );
  expect(expected).toEqual({
    status: 'Failed',
    error: 'E',
    cause: 'c',
    path: ['Book', 'Inner'],
    contains: { a: 1 },
    calls: { Book: { times: 2, inputs: [{}] } },
    lasts: 5_400_000,
  });
});

test('a case may find objects, and those of the defaults', () => {
  const { objects } = caseOf('objects: {orders: {a.csv: "id"}, results: {}}, expect: {}');
  expect(objects).toEqual({ orders: { 'a.csv': 'id' }, results: {} });
});

test('a case may be started by a schedule or an upload, be stopped, run functions and be explored', () => {
  expect(caseOf('schedule: {cron: "0 0 6 * * *"}, expect: {}').start).toEqual({
    kind: 'schedule',
    name: 'schedule',
    cron: '0 0 6 * * *',
    payload: {},
  });
  const { start, stop, functions, explore } = caseOf(
    'upload: {bucket: b, key: k}, stop: {after: 1m}, functions: ./functions, explore: true, expect: {}',
  );
  expect(start).toEqual({ kind: 'upload', bucket: 'b', key: 'k', size: 0 });
  expect({ stop, functions, explore }).toEqual({
    stop: { after: 60_000, error: '', cause: '' },
    functions: './functions',
    explore: true,
  });
});
