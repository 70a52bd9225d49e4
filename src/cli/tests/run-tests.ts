import { FunctionFolders } from '../../testing/cases/real-functions.ts';
import { hasPassed } from '../../testing/cases/test-result.ts';
import type { Terminal } from '../output/terminal.ts';
import { percentOf } from '../output/tests/coverage-report.ts';
import { findTestFiles } from './find-test-files.ts';
import { FlowCoverages } from './flow-coverages.ts';
import { createReporter, type ReporterName } from './reporters.ts';
import { runTestFile } from './run-test-file.ts';
import type { TestedFile } from './tested-file.ts';

/** The test files to run, and the reporter. */
export interface TestRequest {
  readonly paths: readonly string[];
  readonly reporter: ReporterName;
  readonly filter: string;
  readonly coverage?: WantedCoverage;
}

/** What is to be known of what the cases have done of their flows. */
export interface WantedCoverage {
  /** A folder that a picture of each flow is drawn into. */
  readonly pictures?: string;
  /** Less fails the run, in percent. */
  readonly least: number;
}

/** Runs test files one after another; answers whether every file can be used and every case is as expected. */
export async function runTests(request: TestRequest, terminal: Terminal): Promise<boolean> {
  const { paths, reporter: name, filter, coverage: wanted } = request;
  const startedAt = performance.now();
  const reporter = createReporter(name, terminal);
  const functions = new FunctionFolders((line) => terminal.stderr.write(`${line}\n`));
  const coverages = new FlowCoverages();
  const files: TestedFile[] = [];
  try {
    for (const path of findTestFiles(paths)) {
      const tested = await runTestFile(path, {
        filter,
        functions,
        onResult: (result, file) => {
          reporter.onResult(path, result);
          if (wanted !== undefined) coverages.add(path, file, result);
        },
      });
      reporter.onFile(tested);
      files.push(tested);
    }
  } finally {
    await functions.close();
  }
  const coverage = wanted === undefined ? {} : { coverage: coverages.flows };
  reporter.end({ files, milliseconds: performance.now() - startedAt, ...coverage });
  const isCovered = wanted === undefined || (await lookAtCoverage(wanted, coverages, terminal));
  return isCovered && files.every(({ file, results }) => file !== undefined && results.every(hasPassed));
}

/** Draws the pictures that are wanted; answers whether enough was done. */
async function lookAtCoverage(
  { pictures, least }: WantedCoverage,
  coverages: FlowCoverages,
  { stderr }: Terminal,
): Promise<boolean> {
  if (pictures !== undefined) await coverages.draw(pictures);
  const percent = percentOf(coverages.flows);
  if (percent >= least) return true;
  stderr.write(`fdl: the cases cover ${percent} % of their flows, less than --min-coverage ${least}\n`);
  return false;
}
