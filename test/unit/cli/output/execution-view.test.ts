import { expect, test } from 'vitest';
import { formatEnd, formatExecution, prettyJson } from '../../../../src/cli/output/execution-view.ts';
import { fakeTerminal } from '../../../helpers/fake-terminal.ts';
import { RUNNING } from '../fake-client.ts';
import { NOON } from '../history-builder.ts';

const { stdout } = fakeTerminal();
const running = { ...RUNNING, ErrorCode: '', ErrorMessage: '', FailedSteps: [] };
const stopped = { StoppedTime: '2026-01-05T12:00:02.000Z' };

test('a running execution shows how long it has run', () => {
  expect(formatExecution(running, NOON + 3000, stdout)).toBe(
    'Flow       f\nExecution  run\nStatus     Running\nStarted    2026-01-05T12:00:00.000Z\nTook       3.0 s\nInput      {}\n',
  );
});

test('a failed execution shows why', () => {
  const failed = {
    ...running,
    ...stopped,
    Status: 'Failed',
    ErrorCode: 'E',
    ErrorMessage: 'a\u001bb',
  } as const;
  const text = formatExecution(failed, NOON, stdout);
  expect(text).toContain('Took       2.0 s\nError      E\nCause      a\\x1bb\n');
  expect(formatEnd(failed, stdout)).toBe('Failed after 2.0 s: E: a\\x1bb\n');
});

test('a failed execution names the step, the message and the lines of the functions', () => {
  const failed = {
    ...running,
    ...stopped,
    Status: 'Failed',
    ErrorCode: 'CardDeclined',
    ErrorMessage: JSON.stringify({
      errorMessage: 'card declined',
      errorType: 'CardDeclined',
      stackTrace: ['CardDeclined: card declined', 'at charge (file:///f/pay/charge.js:2:9)'],
    }),
    FailedSteps: ['charge'],
  } as const;
  expect(formatEnd(failed, stdout)).toBe(
    'Failed after 2.0 s: CardDeclined in step charge: card declined (charge.js:2)\n',
  );
  expect(formatExecution(failed, NOON, stdout)).toContain(
    'Error      CardDeclined\nStep       charge\nCause      card declined\nAt         charge.js:2\n',
  );
});

test('a stop of which nothing is told is no more than that', () => {
  expect(formatEnd({ ...running, ...stopped, Status: 'Stopped' }, stdout)).toBe('Stopped after 2.0 s\n');
});

test('an execution that was cut off at many steps names the first', () => {
  const FailedSteps = ['a', 'b', 'c', 'd', 'e'];
  const timedOut = {
    ...running,
    ...stopped,
    Status: 'TimedOut',
    ErrorCode: 'FnF.Timeout',
    FailedSteps,
  } as const;
  expect(formatEnd(timedOut, stdout)).toBe('TimedOut after 2.0 s: FnF.Timeout in steps a, b, c and 2 more\n');
});

test('a success ends with its output', () => {
  const succeeded = { ...running, ...stopped, Status: 'Succeeded', Output: '{"total":7}' } as const;
  expect(formatEnd(succeeded, stdout)).toBe('Succeeded after 2.0 s\n{"total":7}\n');
});

test('long compact JSON is indented', () => {
  const text = JSON.stringify({ text: 'x'.repeat(80) });
  expect(prettyJson(text)).toBe(`{\n  "text": "${'x'.repeat(80)}"\n}`);
});

test('numbers are shown as they are, also those that JavaScript would write in another way', () => {
  const tail = `"text":"${'x'.repeat(80)}"`;
  expect(prettyJson(`{"id":12345678901234567890,${tail}}`)).toContain('\n  "id": 12345678901234567890,\n');
  expect(prettyJson(`{"rate":1.0,${tail}}`)).toBe(`{"rate":1.0,${tail}}`);
});

test('text that is not JSON is shown with its line breaks and without its escapes', () => {
  expect(prettyJson(`${'x'.repeat(80)}\n\u001b[31m`)).toBe(`${'x'.repeat(80)}\n\\x1b[31m`);
});
