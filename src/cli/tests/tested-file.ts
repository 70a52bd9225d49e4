import type { TestFile } from '../../testing/cases/test-case.ts';
import type { CaseResult } from '../../testing/cases/test-result.ts';
import type { CoveredFlow } from '../output/tests/coverage-report.ts';

/** A test file with what became of its cases. */
export interface TestedFile {
  readonly path: string;
  /** The problems of the file itself, for people; empty when it has none. */
  readonly rendered: string;
  /** Absent when the file cannot be used. */
  readonly file?: TestFile;
  readonly results: readonly CaseResult[];
}

/** The results of all files. */
export interface TestRun {
  readonly files: readonly TestedFile[];
  /** Absent unless it is asked for. */
  readonly coverage?: readonly CoveredFlow[];
  readonly milliseconds: number;
}
