import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ListedExecutionView } from '../../api/contract.ts';
import { isJsonObject } from '../../common/json.ts';
import { jsonIn } from '../../common/json-text.ts';
import { type CliError, usageError } from '../cli-error.ts';

/** The outcome for one execution: a result, or why it was refused. */
export interface Outcome {
  readonly FlowName: string;
  readonly ExecutionName: string;
  readonly Result?: string;
  readonly Error?: string;
}

/** The outcomes so far, perhaps in a file from which an interrupted command goes on. */
export interface Report {
  /** True for one that was done, not refused, by this command or the one before. */
  isDone(execution: ListedExecutionView): boolean;
  add(outcome: Outcome): void;
}

/** A report that is not kept. */
export const NO_REPORT: Report = { isDone: () => false, add: () => {} };

/**
 * A report in a file, one JSON object a line, written as soon as it is known; a line that was cut by a crash is left out.
 *
 * @throws CliError when the file is no such report, or cannot be written
 */
export function reportFile(path: string): Report {
  const done = new Set(existsSync(path) ? readReport(path) : []);
  write(path, '');
  return {
    isDone: ({ FlowName, Name }) => done.has(`${FlowName}/${Name}`),
    add: (outcome) => write(path, `${JSON.stringify(outcome)}\n`),
  };
}

/** Reads what is done; takes a last line away that was cut. */
function readReport(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const cut = lines.pop() ?? '';
  if (cut !== '' && !cut.startsWith('{')) throw noReport(path, lines.length + 1);
  const done = lines.flatMap((line, index) => {
    const outcome = jsonIn(line);
    if (!isJsonObject(outcome) || typeof outcome['FlowName'] !== 'string') throw noReport(path, index + 1);
    return outcome['Error'] === undefined ? [`${outcome['FlowName']}/${outcome['ExecutionName']}`] : [];
  });
  if (cut !== '') writeFileSync(path, text.slice(0, -cut.length));
  return done;
}

function noReport(path: string, line: number): CliError {
  return usageError(`--report ${path}: line ${line} is no line of a report; name another file`);
}

function write(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw usageError(`--report ${path} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}
