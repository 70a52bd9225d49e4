import { format } from '../figure.ts';
import type { LongLog } from './long-logs.ts';

/** The costs of executions with long logs as a Markdown table: a size in each column. */
export function longLogTable(logs: readonly LongLog[]): string {
  const row = (what: string, of: (log: LongLog) => number, unit: string) =>
    `| ${what} | ${logs.map((log) => `${format(of(log))} ${unit}`).join(' | ')} |`;
  return [
    `| | ${logs.map(({ events }) => `${format(events)} events`).join(' | ')} |`,
    `|---|${'---|'.repeat(logs.length)}`,
    row('an event', ({ micros }) => micros, 'µs'),
    row('an event on disk', ({ bytes }) => bytes, 'bytes'),
    row('memory of the server with all of them', ({ megabytes }) => megabytes, 'MB'),
    row('a stopped server is ready, and shows the open task', ({ readyMs }) => readyMs, 'ms'),
    row('its memory then', ({ megabytesAfter }) => megabytesAfter, 'MB'),
    row('a page of 100 events from the middle', ({ pageMs }) => pageMs, 'ms'),
    row('from the report of the task to the end', ({ endMs }) => endMs, 'ms'),
    row('AWS home, a thousand events', ({ writeUnits }) => writeUnits, 'write units'),
    row('the same', ({ readUnits }) => readUnits, 'read units'),
    row('the same', ({ queueRequests }) => queueRequests, 'queue requests'),
  ].join('\n');
}
