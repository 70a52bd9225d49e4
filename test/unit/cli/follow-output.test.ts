import { expect, test } from 'vitest';
import { NO_HINTS } from '../../../src/cli/flow-hints.ts';
import { formatEnded, liveSink } from '../../../src/cli/follow-output.ts';
import { createLiveDisplay } from '../../../src/cli/live-display.ts';
import { plain } from '../../../src/cli/terminal.ts';
import { fakeTerminal } from './fake-terminal.ts';
import { history } from './history-builder.ts';

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
  const sink = liveSink(stdout, 'f run', NO_HINTS);
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

test('the end of a step shows how it went', () => {
  const step = { name: 'pay', isTopLevel: true, tookMilliseconds: 1500 } as const;
  expect(formatEnded({ ...step, ending: 'exited', error: undefined }, plain)).toBe('✓ pay  1.5 s');
  expect(formatEnded({ ...step, ending: 'caught', error: 'Busy' }, plain)).toBe('! pay  1.5 s  caught Busy');
  expect(formatEnded({ ...step, ending: 'failed', error: 'Busy' }, plain)).toBe('✗ pay  1.5 s  Busy');
});
