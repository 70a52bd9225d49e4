import type { Command } from 'commander';
import type { ExecutionStatus, RequestOf } from '../api/contract.ts';
import { readInstant } from './arguments.ts';
import { usageError } from './cli-error.ts';
import { STATUSES } from './output/execution-status.ts';

/** The options that select executions. */
export interface FilterOptions {
  readonly status?: string;
  readonly error?: string;
  readonly label?: string;
  readonly qualifier?: string;
  readonly prefix?: string;
  readonly since?: string;
}

/** The same as the API takes it. */
export type Filter = Omit<RequestOf<'ListExecutions'>, 'FlowName' | 'Limit' | 'NextToken'>;

/** Adds the options by which executions are found. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--status <status>', `only those that are ${STATUSES.join(', ')}`)
    .option('--label <name=value>', 'only those with this label')
    .option('--prefix <text>', 'only those whose names begin so')
    .option('--since <time>', 'only those started since: 15m, 2h, 7d, or an RFC 3339 time');
}

/** Adds the option that finds executions by their qualifier, where that name means nothing else. */
export function addQualifierOption(command: Command): Command {
  return command.option('--qualifier <version>', 'only those started with this version or alias');
}

/** Adds the option that finds executions by their error, where that name means nothing else. */
export function addErrorOption(command: Command): Command {
  return command.option('--error <name>', 'only those that ended with this error');
}

/** Reads what executions must be like. @throws CliError for a status or a time that is none */
export function readFilter(options: FilterOptions, now: number): Filter {
  const { status, error, label, qualifier, prefix, since } = options;
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
