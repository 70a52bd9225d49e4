import { formatTable } from '../../src/cli/output/table.ts';
import type { Output } from '../../src/cli/output/terminal.ts';
import { formatDuration } from '../../src/common/duration.ts';
import { enteredSteps } from './check-case.ts';
import { resultOf } from './demo-board.ts';
import type { CaseRun } from './run-examples.ts';

/** A table of all cases, one of the examples, every problem, and a verdict. */
export function demoReport(runs: readonly CaseRun[], output: Pick<Output, 'paint' | 'columns'>): string {
  const table = formatTable(['flow', 'execution', 'steps', 'result', 'time'], runs.map(cells), output);
  const problems = runs.flatMap(({ flowName, expected, problems: sentences }) =>
    sentences.map((sentence) => output.paint('red', `${flowName} ${expected.name}: ${sentence}\n`)),
  );
  return `${table}\n${exampleLines(runs, output).join('')}${problems.join('')}\n${verdict(runs)}\n`;
}

/** One line per example: green when all its cases ended as expected. */
function exampleLines(runs: readonly CaseRun[], { paint }: Pick<Output, 'paint'>): readonly string[] {
  const byExample = Map.groupBy(runs, ({ example }) => example);
  return [...byExample].map(([example, cases]) => {
    const good = cases.filter(({ state, problems }) => state === 'ended' && problems.length === 0).length;
    const mark = isAllExpected(cases) ? paint('green', good === 0 ? '-' : '✓') : paint('red', '✗');
    return `${mark} ${example}: ${good} of ${cases.length}\n`;
  });
}

/** True when every case that could run ended as it should. */
export function isAllExpected(runs: readonly CaseRun[]): boolean {
  return runs.every(({ state, problems }) => state === 'skipped' || problems.length === 0);
}

function verdict(runs: readonly CaseRun[]): string {
  const skipped = runs.filter(({ state }) => state === 'skipped').length;
  const ended = runs.length - skipped;
  const result = isAllExpected(runs)
    ? `All ${ended} executions ended as expected`
    : 'Not every execution ended as expected';
  return skipped === 0 ? `${result}.` : `${result}, ${skipped} were skipped.`;
}

function cells(run: CaseRun): readonly string[] {
  const events = run.outcome?.events ?? [];
  const [first] = events;
  const last = events.at(-1);
  const took = first && last ? formatDuration(Date.parse(last.Time) - Date.parse(first.Time)) : '';
  return [run.flowName, run.expected.name, String(enteredSteps(events).length), resultOf(run), took];
}
