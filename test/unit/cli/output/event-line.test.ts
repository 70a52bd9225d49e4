import { expect, test } from 'vitest';
import { formatEvent } from '../../../../src/cli/output/event-line.ts';
import { plain } from '../../../../src/cli/output/terminal.ts';
import { history } from '../history-builder.ts';

const [event] = history(['TaskFailed', 'pay', 0, { error: 'Busy', cause: '线路忙'.repeat(10) }, 1.5]);

test('an event is one line: id, time, type, step, detail', () => {
  if (event === undefined) throw new Error('the builder made no event');
  expect(formatEvent(event, plain)).toBe(
    `    1  12:00:01.500  TaskFailed          pay  Busy: ${'线路忙'.repeat(10)}`,
  );
});

test('a line is cut to the width of a terminal', () => {
  if (event === undefined) throw new Error('the builder made no event');
  expect(formatEvent(event, plain, 60)).toBe('    1  12:00:01.500  TaskFailed          pay  Busy: 线路忙…');
});

test('escape sequences in a detail are shown, not obeyed', () => {
  if (event === undefined) throw new Error('the builder made no event');
  expect(formatEvent({ ...event, EventDetail: '\u001b[2J' }, plain)).toContain('\\x1b[2J');
});

test('what is told beside a failure follows it', () => {
  const [caught] = history(['StepExited', 'pay', 0, { local: {}, error: 'Busy', cause: '', goto: 'later' }]);
  if (caught === undefined) throw new Error('the builder made no event');
  expect(formatEvent(caught, plain)).toContain('pay  Busy  {"local":{},"goto":"later"}');
});

test('a detail has all digits of its numbers, and is shown as it is when it would be written otherwise', () => {
  if (event === undefined) throw new Error('the builder made no event');
  const detail = (id: string) => `{"error":"E","cause":"c","input":{"id":${id}}}`;
  expect(formatEvent({ ...event, EventDetail: detail('12345678901234567890') }, plain)).toContain(
    'E: c  {"input":{"id":12345678901234567890}}',
  );
  expect(formatEvent({ ...event, EventDetail: detail('1.0') }, plain)).toContain(detail('1.0'));
});

test('failures are red and ends are marked', () => {
  const [ended] = history(['ExecutionSucceeded', '', 0]);
  if (event === undefined || ended === undefined) throw new Error('the builder made no event');
  const paint = (style: string, text: string) => `<${style}>${text}`;
  expect(formatEvent(event, paint)).toContain('<red>TaskFailed');
  expect(formatEvent(ended, paint)).toContain('<green>ExecutionSucceeded');
});
