import type { ListedExecutionView } from '../../api/contract.ts';
import { CliError } from '../cli-error.ts';
import type { Outcome, Report } from './report.ts';

/** The work on every execution of a filter, and its speed. */
export interface BulkWork {
  /** Does it to one; returns what to tell of it. */
  act(execution: ListedExecutionView): Promise<string>;
  /** Most that are begun in a second. */
  readonly rate: number;
  sleep(milliseconds: number): Promise<unknown>;
  /** True once no more are to be begun. */
  isInterrupted(): boolean;
  /** Told of each as soon as it is known; `done` of `all` are behind it. */
  onOutcome(outcome: Outcome, progress: { readonly done: number; readonly all: number }): void;
}

/**
 * Does the work to one execution after the other, the oldest first; what an earlier report says is done is left out. A
 * refusal of one keeps no other from its turn; a connection that is lost ends it.
 *
 * @returns how many were refused
 */
export async function runBulk(
  executions: readonly ListedExecutionView[],
  report: Report,
  work: BulkWork,
): Promise<number> {
  const left = executions.filter((execution) => !report.isDone(execution)).toReversed();
  let refused = 0;
  for (const [index, execution] of left.entries()) {
    if (work.isInterrupted()) break;
    if (index > 0) await work.sleep(1_000 / work.rate);
    const outcome = await outcomeOf(execution, work);
    if (outcome.Error !== undefined) refused += 1;
    report.add(outcome);
    work.onOutcome(outcome, { done: index + 1, all: left.length });
  }
  return refused;
}

async function outcomeOf(execution: ListedExecutionView, work: BulkWork): Promise<Outcome> {
  const key = { FlowName: execution.FlowName, ExecutionName: execution.Name };
  try {
    return { ...key, Result: await work.act(execution) };
  } catch (error) {
    if (error instanceof CliError && error.requestId !== undefined) return { ...key, Error: error.message };
    throw error;
  }
}
