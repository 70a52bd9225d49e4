import { expect, test } from 'vitest';
import { formatEnded, liveSink } from '../../../../src/cli/output/follow-output.ts';
import { createLiveDisplay } from '../../../../src/cli/output/live-display.ts';
import { plain } from '../../../../src/cli/output/terminal.ts';
import { appendEvents, NO_EVENTS } from '../../../../src/trace/append.ts';
import { fakeTerminal } from '../../../helpers/fake-terminal.ts';
import { history, type Line } from '../history-builder.ts';

const ERASE = (lines: number) => `\u001b[${lines}A\u001b[0J`;

test('live lines replace those drawn before, kept lines stay', () => {
  const { stdout, written } = fakeTerminal();
  const display = createLiveDisplay(stdout);
  display.draw(['a', 'b']);
  display.draw(['c']);
  display.keep(['done']);
  display.draw(['d']);
  expect(written.stdout).toBe(`a\nb\n${ERASE(2)}c\n${ERASE(1)}done\nd\n`);
});

test('a followed execution keeps its ended steps and clears the rest at the end', () => {
  const { stdout, written } = fakeTerminal();
  const sink = liveSink(stdout, 'f run', new Map());
  sink.events(
    history(
      ['ExecutionStarted', '', 0],
      ['StepEntered', 'a', 1],
      ['StepExited', 'a', 2, {}, 1],
      ['StepEntered', 'b', 3],
    ),
  );
  sink.close();
  const parts = written.stdout.split(ERASE(2));
  expect(parts[0]).toMatch(/^✓ a {2}1\.0 s\nf run {2}Running .*\n {2}b {2}.*\n$/);
  expect(parts[1]).toBe('');
});

test.each([
  ['✓ pay  1.5 s', ['StepExited', 'pay', 2, {}, 1.5]],
  ['! pay  1.5 s  caught Busy', ['StepExited', 'pay', 2, { error: 'Busy', goto: 'undo' }, 1.5]],
  ['✗ pay  1.5 s  Busy', ['StepFailed', 'pay', 2, { error: 'Busy' }, 1.5]],
] satisfies [string, Line][])('the end of a step shows how it went: %s', (text, end) => {
  const events = history(['ExecutionStarted', '', 0], ['StepEntered', 'pay', 1], end);
  const [run] = appendEvents(NO_EVENTS, events).runs.values();
  expect(run && formatEnded(run, plain)).toBe(text);
});
