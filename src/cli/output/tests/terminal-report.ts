import { formatDuration } from '../../../common/duration.ts';
import { type CaseResult, hasPassed } from '../../../testing/cases/test-result.ts';
import type { TestedFile, TestRun } from '../../tests/tested-file.ts';
import { createLiveDisplay, type LiveDisplay } from '../live-display.ts';
import type { Output } from '../terminal.ts';
import { printable, truncate } from '../text-width.ts';
import { coverageTable } from './coverage-report.ts';
import { failureLines } from './failed-case.ts';

/** Tells people how the cases go: a line for each file, what is wrong with those that fail, and the sum of it all. */
export class TerminalReport {
  readonly #output: Output;
  readonly #live: LiveDisplay | undefined;
  #cases = 0;

  constructor(output: Output) {
    this.#output = output;
    this.#live = output.isTty ? createLiveDisplay(output) : undefined;
  }

  /** Shows, where that can be taken back, how many cases have been run. */
  onResult(path: string, { testCase: { name } }: CaseResult): void {
    this.#cases += 1;
    const line = printable(`${this.#cases} cases, ${path}: ${name}`);
    this.#live?.draw([truncate(line, this.#output.columns ?? line.length)]);
  }

  onFile({ path, rendered, file, results }: TestedFile): void {
    const { paint } = this.#output;
    const failed = results.filter((result) => !hasPassed(result));
    const isGood = file !== undefined && failed.length === 0;
    const sign = isGood ? paint('green', '✓') : paint('red', '✗');
    const counts = file === undefined ? 'cannot be used' : countsOf(results, failed);
    this.#write([
      ...(rendered === '' ? [] : [rendered.trimEnd()]),
      ...(file !== undefined && results.length === 0
        ? []
        : [`${sign} ${printable(path)}  ${paint('dim', counts)}`]),
      ...failed.flatMap((result) => this.#failed(path, result)),
    ]);
  }

  end({ files, milliseconds, coverage }: TestRun): void {
    const { paint } = this.#output;
    const results = files.flatMap((file) => file.results);
    const passed = results.filter(hasPassed).length;
    const failed = results.length - passed;
    const unusable = files.filter(({ file }) => file === undefined).length;
    const parts = [
      `${passed} passed`,
      ...(failed > 0 ? [paint('red', `${failed} failed`)] : []),
      ...(unusable > 0
        ? [paint('red', `${unusable} ${unusable === 1 ? 'file' : 'files'} cannot be used`)]
        : []),
    ];
    const table = coverage === undefined ? [] : ['', coverageTable(coverage, this.#output).trimEnd()];
    this.#write([...table, '', `${parts.join(', ')} in ${formatDuration(milliseconds)}`]);
  }

  #failed(path: string, result: CaseResult): readonly string[] {
    const { paint } = this.#output;
    const { name, line } = result.testCase;
    const lines = failureLines(result, paint).map((text) => `    ${text}`);
    return [
      `  ${paint('red', '✗')} ${paint('bold', printable(name))}  ${paint('dim', `${path}:${line}`)}`,
      ...lines,
      '',
    ];
  }

  #write(lines: readonly string[]): void {
    if (this.#live !== undefined) this.#live.keep(lines);
    else this.#output.write(lines.map((line) => `${line}\n`).join(''));
  }
}

function countsOf(results: readonly CaseResult[], failed: readonly CaseResult[]): string {
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0);
  const cases = `${results.length} ${results.length === 1 ? 'case' : 'cases'}`;
  return `${cases}${failed.length > 0 ? `, ${failed.length} failed` : ''}, ${formatDuration(milliseconds)}`;
}
