import type { GoOnView, StepEntryView } from '../../api/contract.ts';
import type { Output } from './terminal.ts';
import { printable } from './text-width.ts';

/** Entries that are named of each kind. */
const SHOWN = 20;

/** The consequences of going on for the steps so far, under a line that tells what was done. */
export function formatGoOn(view: GoOnView, done: string, { paint }: Pick<Output, 'paint'>): string {
  if (view.RefusedReason !== undefined)
    return `${paint('red', 'Not possible:')} ${printable(view.RefusedReason)}\n`;
  const head = view.DryRun ? 'Nothing was changed. It would go on like this:' : done;
  const from = view.FromStep === '' ? [] : [`  from    ${printable(view.FromStep)}`];
  return [
    head,
    ...from,
    ...lines('again', view.StepsAgain, view.StepsAgainCount, callsOf),
    ...lines('kept', view.StepsKept, view.StepsKeptCount, () => ''),
    '',
  ].join('\n');
}

function lines(
  title: string,
  entries: readonly StepEntryView[],
  count: number,
  note: (entry: StepEntryView) => string,
): readonly string[] {
  const shown = entries.slice(-SHOWN);
  const named = shown.map((entry) => `  ${title.padEnd(7)} ${printable(entry.StepPath)}${note(entry)}`);
  const rest = count - shown.length;
  return rest > 0 ? [`  ${title.padEnd(7)} ${rest} earlier ones, and`, ...named] : named;
}

function callsOf({ Calls }: StepEntryView): string {
  return Calls === 0 ? '' : `  (called ${Calls === 1 ? 'once' : `${Calls} times`} so far)`;
}
