import type { Command } from 'commander';
import type { ExecutionStatus, ListedExecutionView, RequestOf } from '../../api/contract.ts';
import { formatDuration } from '../../common/duration.ts';
import { readInstant, readInteger } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { STATUSES } from '../output/execution-status.ts';
import { durationOf } from '../output/execution-view.ts';
import { formatFailure } from '../output/failure-text.ts';
import { formatTable } from '../output/table.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface ListOptions extends ApiOptions {
  readonly status?: string;
  readonly error?: string;
  readonly label?: string;
  readonly qualifier?: string;
  readonly prefix?: string;
  readonly limit: string;
  readonly since?: string;
}

type Filter = Omit<RequestOf<'ListExecutions'>, 'FlowName' | 'Limit' | 'NextToken'>;

const LARGEST_LIMIT = 10_000;
/** Largest page of executions that the API documents. */
const PAGE = 99;

/** `fdl list [FLOW]`: executions of one flow or of all, newest first. */
export function addListCommand(program: Command, session: Session): void {
  addApiCommand(program, 'list [flow]', 'list executions, newest first')
    .option('--status <status>', `only those that are ${STATUSES.join(', ')}`)
    .option('--error <name>', 'only those that ended with this error')
    .option('--label <name=value>', 'only those with this label')
    .option('--qualifier <version>', 'only those started with this version or alias')
    .option('--prefix <text>', 'only those whose names begin so')
    .option('--since <time>', 'only those started since: 15m, 2h, 7d, or an RFC 3339 time')
    .option('--limit <count>', 'how many at most', '20')
    .action(async (flow: string | undefined, options: ListOptions) => {
      const filter = readFilter(options, Date.now());
      const limit = readInteger('--limit', options.limit, 1, LARGEST_LIMIT);
      const { client, terminal, asJson } = apiContext(session, options);
      const executions = await listExecutions(client, flow, filter, limit);
      if (asJson) return printJson(terminal, { Executions: executions });
      if (executions.length === 0) return terminal.stdout.write('No executions.\n');
      const rows = executions.map((execution) => describeRow(execution, Date.now()));
      terminal.stdout.write(
        formatTable(
          ['STARTED', 'STATUS', 'TOOK', 'FLOW', 'EXECUTION', 'STEP', 'ERROR'],
          rows,
          terminal.stdout,
        ),
      );
    });
}

function readFilter({ status, error, label, qualifier, prefix, since }: ListOptions, now: number): Filter {
  return {
    ...(status !== undefined && { Status: readStatus(status) }),
    ...(error !== undefined && { ErrorCode: error }),
    ...(label !== undefined && { Label: label }),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    ...(prefix !== undefined && { ExecutionNamePrefix: prefix }),
    ...(since !== undefined && { StartedTimeBegin: readInstant('--since', since, now) }),
  };
}

function readStatus(given: string): ExecutionStatus {
  const status = STATUSES.find((known) => known.toLowerCase() === given.toLowerCase());
  if (status === undefined)
    throw usageError(`--status must be one of ${STATUSES.join(', ')}, not '${given}'`);
  return status;
}

async function listExecutions(
  client: Client,
  flow: string | undefined,
  filter: Filter,
  limit: number,
): Promise<readonly ListedExecutionView[]> {
  return await collectPages<ListedExecutionView>(async (token) => {
    const { Executions, NextToken } = await client.call('ListExecutions', {
      ...filter,
      ...(flow !== undefined && { FlowName: flow }),
      Limit: Math.min(limit, PAGE),
      ...(token !== undefined && { NextToken: token }),
    });
    return { items: Executions, nextToken: NextToken };
  }, limit);
}

function describeRow(execution: ListedExecutionView, now: number): readonly string[] {
  const { StartedTime, Status, FlowName, Name, ErrorStep, ErrorCode: error, ErrorMessage: cause } = execution;
  const took = formatDuration(durationOf(execution, now));
  return [StartedTime, Status, took, FlowName, Name, ErrorStep, formatFailure({ error, cause })];
}
