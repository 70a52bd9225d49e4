import { readFileSync, writeFileSync } from 'node:fs';
import { FunctionFolders } from '../../testing/cases/real-functions.ts';
import { hasPassed } from '../../testing/cases/test-result.ts';
import { updatedText } from '../../testing/cases/update-expectations.ts';
import type { Terminal } from '../output/terminal.ts';
import { percentOf } from '../output/tests/coverage-report.ts';
import { findTestFiles } from './find-test-files.ts';
import { FlowCoverages } from './flow-coverages.ts';
import { createReporter, type ReporterName } from './reporters.ts';
import { type FileOptions, runTestFile } from './run-test-file.ts';
import { TestWatch } from './test-watch.ts';
import type { TestedFile } from './tested-file.ts';

/** The test files to run, and the reporter. */
export interface TestRequest {
  readonly paths: readonly string[];
  readonly reporter: ReporterName;
  readonly filter: string;
  /** Whether what came of the cases is written into what they expect. */
  readonly update: boolean;
  readonly coverage?: WantedCoverage;
}

/** How the coverage of the flows is told. */
export interface WantedCoverage {
  /** A folder that a picture of each flow is drawn into. */
  readonly pictures?: string;
  /** Less fails the run, in percent. */
  readonly least: number;
}

/** Runs test files one after another. @returns true when every file can be used and every case is as expected */
export async function runTests(request: TestRequest, terminal: Terminal): Promise<boolean> {
  return (await runOnce(request, terminal)).isGood;
}

/** Runs test files now and whenever something changes that they use, until it is interrupted. @returns as the last run */
export async function watchTests(request: TestRequest, terminal: Terminal): Promise<boolean> {
  const watch = new TestWatch((line) => terminal.stderr.write(`${line}\n`));
  const forget = terminal.onInterrupt(() => watch.close());
  for (;;) {
    const { isGood, files } = await runOnce(request, terminal);
    terminal.stderr.write('\nwaiting for changes; Ctrl-C ends this\n');
    if (!(await watch.changed(request.paths, files))) {
      forget();
      return isGood;
    }
  }
}

async function runOnce(
  request: TestRequest,
  terminal: Terminal,
): Promise<{ readonly isGood: boolean; readonly files: readonly TestedFile[] }> {
  const { paths, reporter: name, filter, update, coverage: wanted } = request;
  const startedAt = performance.now();
  const reporter = createReporter(name, terminal);
  const functions = new FunctionFolders((line) => terminal.stderr.write(`${line}\n`));
  const coverages = new FlowCoverages();
  const files: TestedFile[] = [];
  try {
    for (const path of findTestFiles(paths)) {
      const options: FileOptions = {
        filter,
        functions,
        keepsEvents: wanted !== undefined,
        onResult: (result) => reporter.onResult(path, result),
      };
      const tested = await (update ? runAndUpdate(path, options) : runTestFile(path, options));
      reporter.onFile(tested);
      files.push(tested);
      if (wanted !== undefined) coverages.add(tested);
    }
  } finally {
    await functions.close();
  }
  const coverage = wanted === undefined ? {} : { coverage: coverages.flows };
  reporter.end({ files, milliseconds: performance.now() - startedAt, ...coverage });
  const isCovered = wanted === undefined || (await lookAtCoverage(wanted, coverages, terminal));
  const isGood = files.every(({ file, results }) => file !== undefined && results.every(hasPassed));
  return { isGood: isCovered && isGood, files };
}

/** Runs a file, and again with what then is expected. */
async function runAndUpdate(path: string, options: FileOptions): Promise<TestedFile> {
  const tested = await runTestFile(path, options);
  const text = tested.file && updatedText(readFileSync(path, 'utf8'), tested.file, tested.results);
  if (text === undefined) return tested;
  writeFileSync(path, text);
  return await runTestFile(path, options);
}

/** Draws the pictures that are wanted. @returns true when enough was done */
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
