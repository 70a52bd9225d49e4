import { formatDuration } from '../../common/duration.ts';
import { jsonIn, stringifyJson } from '../../common/json-text.ts';
import { readCause } from '../../trace/read-cause.ts';
import { paintStatus } from './execution-status.ts';
import type { ExplainedExecution } from './failure.ts';
import { formatFailure, formatPlaces, formatSteps } from './failure-text.ts';
import { formatFields } from './table.ts';
import type { Output } from './terminal.ts';
import { printable } from './text-width.ts';

/** How long an execution took, or has taken until `now`, in milliseconds. */
export function durationOf(
  { StartedTime, StoppedTime }: Pick<ExplainedExecution, 'StartedTime' | 'StoppedTime'>,
  now: number,
): number {
  return (StoppedTime === '' ? now : Date.parse(StoppedTime)) - Date.parse(StartedTime);
}

const SHORT = 80;

/**
 * JSON text for people: indented when it is long and compact, else as it is.
 *
 * Text that would not come back the same, such as `1.0`, is left alone.
 */
export function prettyJson(text: string): string {
  const lines = (text.length > SHORT ? indented(text) : text).trimEnd().split('\n');
  return lines.map(printable).join('\n');
}

function indented(text: string): string {
  const value = jsonIn(text);
  return value !== undefined && stringifyJson(value) === text ? stringifyJson(value, 2) : text;
}

/** Everything known about one execution. */
export function formatExecution(execution: ExplainedExecution, now: number, output: Output): string {
  const { message, places } = readCause(execution.ErrorMessage);
  return formatFields(
    [
      ['Flow', execution.FlowName],
      ['Execution', execution.Name],
      ['Status', paintStatus(execution.Status, output.paint)],
      ['Started', execution.StartedTime],
      ['Stopped', execution.StoppedTime],
      ['Took', formatDuration(durationOf(execution, now))],
      ['Error', printable(execution.ErrorCode)],
      ['Step', printable(formatSteps(execution.FailedSteps))],
      ['Cause', printable(message)],
      ['At', printable(formatPlaces(places))],
      ['Input', prettyJson(execution.Input)],
      ['Output', prettyJson(execution.Output)],
    ],
    output,
  );
}

/** How an execution ended, in a line or two. */
export function formatEnd(execution: ExplainedExecution, { paint }: Pick<Output, 'paint'>): string {
  const took = formatDuration(durationOf(execution, Date.parse(execution.StoppedTime)));
  const head = `${paintStatus(execution.Status, paint)} after ${took}`;
  if (execution.Status === 'Succeeded') return `${head}\n${prettyJson(execution.Output)}\n`;
  const { ErrorCode: error, ErrorMessage: cause, FailedSteps: steps } = execution;
  const why = formatFailure({ error, cause, steps });
  return `${head}${why === '' ? '' : `: ${why}`}\n`;
}
