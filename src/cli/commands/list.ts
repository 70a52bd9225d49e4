import type { Command } from 'commander';
import type { ListedExecutionView } from '../../api/contract.ts';
import { formatDuration } from '../../common/duration.ts';
import { readInteger } from '../arguments.ts';
import {
  addErrorOption,
  addFilterOptions,
  addQualifierOption,
  type FilterOptions,
  readFilter,
} from '../execution-filter.ts';
import { durationOf } from '../output/execution-view.ts';
import { formatFailure } from '../output/failure-text.ts';
import { formatTable } from '../output/table.ts';
import type { Output } from '../output/terminal.ts';
import { findExecutions } from '../service/find-executions.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface ListOptions extends ApiOptions, FilterOptions {
  readonly limit: string;
}

const LARGEST_LIMIT = 10_000;

/** `fdl list [FLOW]`: executions of one flow or of all, newest first. */
export function addListCommand(program: Command, session: Session): void {
  const command = addApiCommand(program, 'list [flow]', 'list executions, newest first');
  addErrorOption(addQualifierOption(addFilterOptions(command)))
    .option('--limit <count>', 'how many at most', '20')
    .action(async (flow: string | undefined, options: ListOptions) => {
      const filter = readFilter(options, Date.now());
      const limit = readInteger('--limit', options.limit, 1, LARGEST_LIMIT);
      const { client, terminal, asJson } = apiContext(session, options);
      const conditions = { ...filter, ...(flow !== undefined && { FlowName: flow }) };
      const executions = await findExecutions(client, conditions, limit);
      if (asJson) return printJson(terminal, { Executions: executions });
      terminal.stdout.write(executionTable(executions, Date.now(), terminal.stdout));
    });
}

/** Executions in a table, one in a row. */
export function executionTable(
  executions: readonly ListedExecutionView[],
  now: number,
  output: Output,
): string {
  if (executions.length === 0) return 'No executions.\n';
  const rows = executions.map((execution) => describeRow(execution, now));
  return formatTable(['STARTED', 'STATUS', 'TOOK', 'FLOW', 'EXECUTION', 'STEP', 'ERROR'], rows, output);
}

function describeRow(execution: ListedExecutionView, now: number): readonly string[] {
  const { StartedTime, Status, FlowName, Name, ErrorStep, ErrorCode: error, ErrorMessage: cause } = execution;
  const took = formatDuration(durationOf(execution, now));
  return [StartedTime, Status, took, FlowName, Name, ErrorStep, formatFailure({ error, cause })];
}
