import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ExecutionStatus, ListedExecutionView } from '../../api/contract.ts';
import { readInteger } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { type FilterOptions, readFilter } from '../execution-filter.ts';
import { EXIT } from '../exit-codes.ts';
import { findExecutions } from '../service/find-executions.ts';
import { type ApiContext, type ApiOptions, apiContext, printJson, type Session } from '../service/session.ts';
import { NO_REPORT, type Outcome, reportFile } from './report.ts';
import { runBulk } from './run-bulk.ts';

/** Options of a command that does something to everything that a filter matches. */
export interface BulkOptions extends ApiOptions, FilterOptions {
  readonly flow?: string;
  readonly allFlows?: boolean;
  readonly dryRun?: boolean;
  readonly rate: string;
  readonly report?: string;
}

/** The action of a command on each execution. */
export interface BulkAction {
  /** As in "would be stopped". */
  readonly participle: string;
  /** The status of the executions unless `--status` names another. */
  readonly status: ExecutionStatus;
  act(context: ApiContext, execution: ListedExecutionView): Promise<string>;
}

const FASTEST = 1_000;

/** Adds the options of such a command, but for those of the filter. */
export function addBulkOptions(command: Command): Command {
  return command
    .option('--flow <flow>', 'of this flow, instead of naming one execution')
    .option('--all-flows', 'of all flows, instead of naming one execution')
    .option('--rate <count>', 'how many a second at most', '10')
    .option(
      '--report <file>',
      'write what came of each, one JSON object a line; go on from there the next time',
    );
}

/** Does something to everything that the options match; tells what came of each. */
export async function bulk(session: Session, options: BulkOptions, action: BulkAction): Promise<void> {
  if ((options.flow === undefined) === (options.allFlows !== true)) {
    throw usageError('give a flow and an execution, or --flow, or --all-flows');
  }
  const rate = readInteger('--rate', options.rate, 1, FASTEST);
  const context = apiContext(session, options);
  const executions = await findExecutions(context.client, {
    Status: action.status,
    ...readFilter(options, Date.now()),
    ...(options.flow !== undefined && { FlowName: options.flow }),
    MetadataOnly: true,
  });
  if (options.dryRun === true) return tellMatching(context, executions, action);
  const report = options.report === undefined ? NO_REPORT : reportFile(options.report);
  let isInterrupted = false;
  const release = context.terminal.onInterrupt(() => {
    isInterrupted = true;
  });
  const counts = { done: 0, refused: 0 };
  try {
    counts.refused = await runBulk(executions, report, {
      act: (execution) => action.act(context, execution),
      rate,
      sleep: (milliseconds) => sleep(milliseconds),
      isInterrupted: () => isInterrupted,
      onOutcome(outcome, { done, all }) {
        counts.done = done;
        tellOutcome(context, outcome, `[${done}/${all}]`);
      },
    });
  } finally {
    release();
  }
  if (!context.asJson) tellCounts(context, counts.done, counts.refused);
  if (counts.refused > 0) session.exitCode = EXIT.failed;
  if (isInterrupted) session.exitCode = EXIT.interrupted;
}

function tellMatching(
  { terminal, asJson }: ApiContext,
  executions: readonly ListedExecutionView[],
  { participle }: BulkAction,
): void {
  if (asJson) {
    const keys = executions.map(({ FlowName, Name }) => ({ FlowName, ExecutionName: Name }));
    printJson(terminal, { Executions: keys });
    return;
  }
  for (const { FlowName, Name, Status } of executions)
    terminal.stdout.write(`${FlowName} ${Name} ${Status}\n`);
  terminal.stdout.write(`${executions.length} would be ${participle}\n`);
}

function tellOutcome({ terminal, asJson }: ApiContext, outcome: Outcome, place: string): void {
  if (asJson) {
    printJson(terminal, outcome);
    return;
  }
  const { FlowName, ExecutionName, Result, Error: refusal } = outcome;
  const { paint } = terminal.stdout;
  const end = refusal === undefined ? Result : paint('red', refusal);
  terminal.stdout.write(`${paint('dim', place)} ${FlowName} ${ExecutionName} ${end}\n`);
}

function tellCounts({ terminal }: ApiContext, done: number, refused: number): void {
  const refusals = refused === 0 ? '' : `, ${refused} of them refused`;
  terminal.stdout.write(`${done} done${refusals}\n`);
}
