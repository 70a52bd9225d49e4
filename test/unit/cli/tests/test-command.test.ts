import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../../../../src/cli/main.ts';
import { recordInto } from '../../../../src/cli/tests/record-test.ts';
import { fakeTerminal } from '../../../helpers/fake-terminal.ts';
import { fakeClient } from '../fake-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FLOW = `version: v1
type: flow
steps:
  - {type: task, name: Book, resourceArn: 'acs:fc:::services/rail/functions/book', catch: [{errors: [SoldOut], goto: Sorry}]}
  - {type: succeed, name: Booked}
  - {type: fail, name: Sorry, error: NotBooked}
`;

const GOOD =
  '{name: booked, tasks: {Book: {output: {seat: 1}}}, expect: {path: [Book, Booked], output: {seat: 1}}}';

function file(path: string, text: string): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

function testFile(path: string, ...cases: string[]): string {
  file(join(dirname(path), 'book.yaml'), FLOW);
  return file(path, `flow: book.yaml\ncases:\n${cases.map((text) => `  - ${text}\n`).join('')}`);
}

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await main(['test', ...argv], terminal);
  return { code, ...terminal.written };
}

describe('fdl test', () => {
  test('finds test files below folders, and tells what passed', async () => {
    testFile('found/a/one.test.yaml', GOOD);
    testFile('found/b/two.test.yml', GOOD, GOOD.replace('booked', 'again'));
    file('found/node_modules/x.test.yaml', 'nonsense');
    const { code, stdout } = await run(join(folder, 'found'));
    expect(code).toBe(0);
    expect(stdout).toContain(`✓ ${join(folder, 'found/a/one.test.yaml')}  1 case`);
    expect(stdout).toContain(`✓ ${join(folder, 'found/b/two.test.yml')}  2 cases`);
    expect(stdout).toMatch(/\n3 passed in /);
  });

  test('shows what differs side by side, with the data of the step before the paths part', async () => {
    const bad =
      '{name: booked, tasks: {Book: {error: SoldOut, cause: no seat}}, expect: {status: Succeeded, path: [Book, Booked]}}';
    const path = testFile('bad/one.test.yaml', bad);
    const { code, stdout } = await run(path);
    expect(code).toBe(1);
    expect(stdout).toContain(`✗ booked  ${path}:3`);
    expect(stdout.replace(/^ {4}/gm, '')).toContain(
      [
        'status: expected Succeeded, actual Failed',
        'path:',
        '  expected  actual',
        '  Book      Book',
        '≠ Booked    Sorry',
        'Book (the step before the paths part):',
        '  input        {}',
        '  local        {}',
        '  mapped input {}',
        '  error        "SoldOut: no seat"',
        '',
      ].join('\n'),
    );
    expect(stdout).toMatch(/0 passed, 1 failed in /);
  });

  test('a task without a stub is told with its input, ready to paste', async () => {
    const path = testFile(
      'missing/one.test.yaml',
      '{name: booked, input: {who: Ada}, expect: {status: Succeeded}}',
    );
    const { code, stdout } = await run(path);
    expect(code).toBe(1);
    expect(stdout.replace(/^ {4}/gm, '')).toContain(
      '  tasks:\n    Book:\n      - when: {"who":"Ada"}\n        output: {}\n',
    );
  });

  test('a file with mistakes is told with their places, and the others run', async () => {
    testFile('mixed/good.test.yaml', GOOD);
    const path = testFile('mixed/wrong.test.yaml', '{name: booked, expects: {}}');
    const { code, stdout } = await run(join(folder, 'mixed'));
    expect(code).toBe(1);
    expect(stdout).toContain(`${path}:3:20 error unknown-attribute cases[0].expects:`);
    expect(stdout).toMatch(/1 passed, 1 file cannot be used in /);
  });

  test('--filter runs only cases whose file and name contain it', async () => {
    const path = testFile('filtered/one.test.yaml', GOOD, GOOD.replace('booked', 'other'));
    expect((await run(path, '--filter', 'other')).stdout).toMatch(/^✓ .* {2}1 case,.*\n\n1 passed/);
    expect((await run(path, '--filter', 'neither')).stdout).toMatch(/\n0 passed in /);
  });

  test.each([
    [['nowhere'], 'there is no file or folder nowhere'],
    [['src/cli'], 'there is no test file (*.test.{yaml,yml,json}) below src/cli'],
    [['--reporter', 'dots'], "--reporter must be one of terminal, junit, tap, not 'dots'"],
  ])('%j is wrong usage', async (argv, message) => {
    const { code, stderr } = await run(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('reporters', () => {
  const path = testFile(
    'reported/one.test.yaml',
    GOOD,
    '{name: "a < b # c", tasks: {Book: {error: SoldOut}}, expect: {status: Succeeded}}',
  );
  const unusable = file('reported/two.test.yaml', 'flow: gone.yaml\ncases: [{name: a, expect: {}}]\n');

  test('JUnit has a suite for each file', async () => {
    const { code, stdout } = await run(join(folder, 'reported'), '--reporter', 'junit');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="fdl test" tests="3" failures="1" errors="1" /,
    );
    expect(stdout).toContain(`<testcase name="a &lt; b # c" classname="${path}" file="${path}" line="4"`);
    expect(stdout).toContain(
      '<failure message="not as expected: status">status: expected Succeeded, actual Failed',
    );
    expect(stdout).toContain(`<testsuite name="${unusable}" tests="1" failures="0" errors="1"`);
  });

  test('TAP has a point for each case', async () => {
    const { stdout } = await run(join(folder, 'reported'), '--reporter', 'tap');
    expect(stdout).toMatch(/^TAP version 14\n1\.\.3\nok 1 - /);
    expect(stdout).toContain(
      `not ok 2 - ${path}: a < b \\# c\n  ---\n  why: |\n    status: expected Succeeded, actual Failed\n`,
    );
    expect(stdout).toContain(`not ok 3 - ${unusable}\n`);
  });

  test('--json prints one document', async () => {
    const { stdout } = await run(join(folder, 'reported'), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 1,
      failed: 1,
      cases: [
        {
          file: path,
          line: 3,
          name: 'booked',
          passed: true,
          outcome: { status: 'Succeeded', output: { seat: 1 } },
        },
        { passed: false, differences: [{ at: ['status'], expected: 'Succeeded', actual: 'Failed' }] },
      ],
      unusable: [{ file: unusable, problem: expect.stringContaining('gone.yaml') }],
    });
  });
});

describe('coverage', () => {
  const path = testFile('covered/one.test.yaml', GOOD);

  test('is a table, with what was never taken', async () => {
    const { code, stdout } = await run(path, '--coverage');
    expect(code).toBe(0);
    expect(
      stdout
        .split('\n')
        .slice(2, 4)
        .map((line) => line.replaceAll(/ {2,}/g, ' | ')),
    ).toEqual([
      'FLOW | STEPS | OPTIONS | CATCHES | RETRIES | ALL | NEVER TAKEN',
      expect.stringMatching(/book\.yaml \| 2\/3 \| – \| 0\/1 \| – \| 50 % \| catch of Book: SoldOut; Sorry$/),
    ]);
  });

  test('that is less than --min-coverage fails the run', async () => {
    expect((await run(path, '--min-coverage', '50')).code).toBe(0);
    const { code, stderr } = await run(path, '--min-coverage', '51');
    expect(code).toBe(1);
    expect(stderr).toBe('fdl: the cases cover 50 % of their flows, less than --min-coverage 51\n');
    expect((await run(path, '--min-coverage', 'all')).code).toBe(2);
  });

  test('is drawn, what was never taken in grey', async () => {
    const pictures = join(folder, 'pictures');
    mkdirSync(pictures);
    await run(path, '--pictures', pictures);
    const [name = ''] = readdirSync(pictures);
    expect(name).toMatch(/covered-book\.svg$/);
    const picture = readFileSync(join(pictures, name), 'utf8');
    expect(picture).toContain('book.yaml: 50 % covered');
    expect(picture).toMatch(/<g class="fail unreached".*>\n.*○ never taken/);
  });

  test('is told to programs', async () => {
    const { stdout } = await run(path, '--coverage', '--json');
    expect(JSON.parse(stdout).coverage).toMatchObject([
      { percent: 50, items: [{ kind: 'step', step: 'Book', taken: 1 }, {}, {}, {}] },
    ]);
  });
});

describe('--update', () => {
  const written = `# Kept as it is.
flow: book.yaml
cases:
  - name: booked # this, too
    tasks: {Book: {output: {seat: 1}}}
    expect: {path: [Book], output: {seat: 2}}
`;

  test('writes what came of the cases, and leaves everything else as it was written', async () => {
    const path = testFile('updated/one.test.yaml', GOOD);
    writeFileSync(path, written);
    const { code, stdout } = await run(path, '--update');
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 passed in /);
    const updated = 'path: [Book, Booked], output: {seat: 1}';
    expect(readFileSync(path, 'utf8')).toBe(written.replace('path: [Book], output: {seat: 2}', updated));
  });

  test('of a part of an output keeps to the part, and of an output that is gone expects none', async () => {
    const path = testFile(
      'parted/one.test.yaml',
      '{name: a, tasks: {Book: {output: {seat: 1, row: 2}}}, expect: {contains: {seat: 3}}}',
      '{name: b, tasks: {Book: {error: SoldOut}}, expect: {output: {}, error: Other, calls: {Book: {times: 4}}}}',
    );
    expect((await run(path, '--update')).code).toBe(0);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('expect: {contains: {seat: 1}}');
    expect(text).toContain('expect: {error: NotBooked, calls: {Book: {times: 1}}}');
  });
});

describe('--record', () => {
  test.each([
    [['--record', 'trip'], '--record takes the names of a flow and of one of its executions'],
    [['--output', 'x.test.yaml'], '--output goes with --record'],
  ])('%j is wrong usage', async (argv, message) => {
    const { code, stderr } = await run(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  const started = { EventId: 1, ScheduleEventId: 0, StepName: '', Type: 'ExecutionStarted' };
  const client = fakeClient({
    DescribeExecution: () => ({
      RequestId: 'r',
      FlowName: 'book',
      FlowDefinition: FLOW,
      Name: 'run-7',
      Input: '{}',
      Output: '{"seat":1}',
      Status: 'Succeeded',
      StartedTime: '',
      StoppedTime: '',
      RedriveCount: 0,
      RedriveTime: '',
    }),
    GetExecutionHistory: () => ({
      RequestId: 'r',
      Events: [{ ...started, EventDetail: '{"input":{}}', Time: '2026-03-29T00:30:00.000Z' }],
    }),
  });
  const key = { FlowName: 'book', ExecutionName: 'run-7' };

  test('writes a new file with the definition beside it, and adds to one that is there', async () => {
    const path = join(folder, 'recorded/one.test.yaml');
    mkdirSync(dirname(path));
    await recordInto(client, key, path);
    expect(readFileSync(join(folder, 'recorded/book.yaml'), 'utf8')).toBe(FLOW);
    expect(readFileSync(path, 'utf8')).toMatch(
      /^flow: book.yaml\ncases:\n {2}- name: as run-7 went\n {4}at: 2026-03-29T00:30:00.000Z\n/,
    );
    writeFileSync(path, `flow: book.yaml\ncases:\n  - ${GOOD}\n`);
    await recordInto(client, key, path);
    expect(readFileSync(path, 'utf8')).toMatch(/name: booked,[\s\S]*name: as run-7 went/);
  });
});

test('--watch runs again when a flow changes, until it is interrupted', async () => {
  const path = testFile('watched/one.test.yaml', GOOD);
  let interrupt = () => {};
  const terminal = fakeTerminal();
  const seen = (pattern: RegExp) =>
    expect.poll(() => terminal.written.stdout, { timeout: 10_000 }).toMatch(pattern);
  const ended = main(['test', path, '--watch'], {
    ...terminal,
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => {};
    },
  });
  await seen(/1 passed in /);
  await expect.poll(() => terminal.written.stderr).toContain('waiting for changes');
  writeFileSync(join(dirname(path), 'book.yaml'), FLOW.replace('Booked}', 'Done}'));
  await seen(/1 file cannot be used in /);
  interrupt();
  expect(await ended).toBe(1);
});
