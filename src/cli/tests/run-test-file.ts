import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { decodeUtf8 } from '../../common/decode-utf8.ts';
import { formatDiagnostic } from '../../fdl/format-diagnostic.ts';
import { type ReadFlowFile, readTestFile } from '../../testing/cases/read/read-test-file.ts';
import { type CaseOptions, runTestCase } from '../../testing/cases/run-tests.ts';
import type { CaseResult } from '../../testing/cases/test-result.ts';
import { fileProblem } from '../arguments.ts';
import type { TestedFile } from './tested-file.ts';

/** The cases to run of a test file, and the observer of their results. */
export interface FileOptions extends CaseOptions {
  /** Only cases whose file and name contain this. */
  readonly filter: string;
  readonly onResult: (result: CaseResult) => void;
}

/** Reads a test file and runs its cases one after another. */
export async function runTestFile(path: string, options: FileOptions): Promise<TestedFile> {
  const read = readFile(path);
  if ('problem' in read) return { path, rendered: `${path}: ${read.problem}\n`, results: [] };
  const { file, diagnostics } = readTestFile(read.text, flowsBeside(path));
  const rendered = diagnostics
    .map((diagnostic) => `${formatDiagnostic(diagnostic, read.text, path)}\n`)
    .join('\n');
  if (file === undefined) return { path, rendered, results: [] };
  const { filter, onResult } = options;
  const results: CaseResult[] = [];
  for (const testCase of file.cases.filter(({ name }) => `${path} ${name}`.includes(filter))) {
    const result = await runTestCase(path, file, testCase, options);
    results.push(result);
    onResult(result);
  }
  return { path, rendered, file, results };
}

/** Flows are named from where the test file lies. */
function flowsBeside(path: string): ReadFlowFile {
  return (file) => readFile(resolve(dirname(path), file));
}

function readFile(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    return decodeUtf8(readFileSync(path));
  } catch (error) {
    return { problem: fileProblem(error) };
  }
}
