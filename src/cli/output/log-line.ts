import type { LogLineView } from '../../api/contract.ts';
import type { Paint, Style } from './terminal.ts';
import { printable } from './text-width.ts';

const LEVEL_CELLS = 5;
const STYLES: Readonly<Record<LogLineView['Level'], Style | undefined>> = {
  Debug: 'dim',
  Info: undefined,
  Warn: 'yellow',
  Error: 'red',
};

/** One line of a log: time, level, the execution where there are several, the step with its attempt, the text, whole. */
export function formatLogLine(line: LogLineView, paint: Paint, execution?: string): string {
  const style = STYLES[line.Level];
  const level = line.Level.padEnd(LEVEL_CELLS);
  const attempt = line.RetryCount === 0 ? '' : `#${line.RetryCount + 1}`;
  const place = [...(execution === undefined ? [] : [execution]), `${line.StepName}${attempt}`].join(' ');
  const lead = `${paint('dim', line.Time)} ${style === undefined ? level : paint(style, level)}`;
  return `${lead} ${paint('cyan', printable(place))}  ${printable(line.Text)}`;
}
