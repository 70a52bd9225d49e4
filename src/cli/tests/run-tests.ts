import { FunctionFolders } from '../../testing/cases/real-functions.ts';
import { hasPassed } from '../../testing/cases/test-result.ts';
import type { Terminal } from '../output/terminal.ts';
import { findTestFiles } from './find-test-files.ts';
import { createReporter, type ReporterName } from './reporters.ts';
import { runTestFile } from './run-test-file.ts';
import type { TestedFile } from './tested-file.ts';

/** The test files to run, and the reporter. */
export interface TestRequest {
  readonly paths: readonly string[];
  readonly reporter: ReporterName;
  readonly filter: string;
}

/** Runs test files one after another. @returns true when every file can be used and every case is as expected */
export async function runTests(
  { paths, reporter: name, filter }: TestRequest,
  terminal: Terminal,
): Promise<boolean> {
  const startedAt = performance.now();
  const reporter = createReporter(name, terminal);
  const functions = new FunctionFolders((line) => terminal.stderr.write(`${line}\n`));
  const files: TestedFile[] = [];
  try {
    for (const path of findTestFiles(paths)) {
      const tested = await runTestFile(path, {
        filter,
        functions,
        onResult: (result) => reporter.onResult(path, result),
      });
      reporter.onFile(tested);
      files.push(tested);
    }
  } finally {
    await functions.close();
  }
  reporter.end({ files, milliseconds: performance.now() - startedAt });
  return files.every(({ file, results }) => file !== undefined && results.every(hasPassed));
}
