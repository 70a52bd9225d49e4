import type { CaseResult } from '../../testing/cases/test-result.ts';
import type { Terminal } from '../output/terminal.ts';
import { jsonReport } from '../output/tests/json-report.ts';
import { junitReport } from '../output/tests/junit-report.ts';
import { tapReport } from '../output/tests/tap-report.ts';
import { TerminalReport } from '../output/tests/terminal-report.ts';
import type { TestedFile, TestRun } from './tested-file.ts';

/** The forms in which a run can be told. */
export type ReporterName = 'terminal' | 'junit' | 'tap' | 'json';

/** Hears how the cases go. */
export interface Reporter {
  onResult(path: string, result: CaseResult): void;
  onFile(file: TestedFile): void;
  end(run: TestRun): void;
}

/** A reporter that writes to the standard output. */
export function createReporter(name: ReporterName, { stdout }: Terminal): Reporter {
  switch (name) {
    case 'terminal':
      return new TerminalReport(stdout);
    case 'junit':
      return atTheEnd((run) => stdout.write(junitReport(run)));
    case 'tap':
      return atTheEnd((run) => stdout.write(tapReport(run)));
    default:
      return atTheEnd((run) => stdout.write(`${JSON.stringify(jsonReport(run))}\n`));
  }
}

function atTheEnd(end: (run: TestRun) => void): Reporter {
  return { onResult: () => {}, onFile: () => {}, end };
}
