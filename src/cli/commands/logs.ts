import type { Command } from 'commander';
import { LOG_LEVELS, type LogLineView } from '../../api/contract.ts';
import { readInstant } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { formatLogLine } from '../output/log-line.ts';
import {
  byTime,
  followLogs,
  LogCursor,
  type LogQuery,
  newestExecutions,
  type ReadLine,
} from '../service/read-logs.ts';
import {
  type ApiContext,
  type ApiOptions,
  addApiCommand,
  apiContext,
  printJson,
  type Session,
} from '../service/session.ts';

interface LogsOptions extends ApiOptions {
  readonly step?: string;
  readonly level?: string;
  readonly since?: string;
  readonly search?: string;
  readonly follow?: boolean;
}

/** `fdl logs FLOW [EXECUTION]`: what the functions of an execution printed, or of the flow's newest ones. */
export function addLogsCommand(program: Command, session: Session): void {
  addApiCommand(program, 'logs <flow> [execution]', 'show what functions printed')
    .option('--step <name>', 'only what this step printed')
    .option('--level <level>', `only lines of this level or a worse one: ${LOG_LEVELS.join(', ')}`)
    .option('--since <time>', 'only lines since: 15m, 2h, 7d, or an RFC 3339 time')
    .option('--search <text>', 'only lines with this text')
    .option('--follow', 'go on until the execution ends; without one, until interrupted')
    .action(async (flow: string, execution: string | undefined, options: LogsOptions) => {
      const context = apiContext(session, options);
      const query = readQuery(options, Date.now());
      if (options.follow === true) {
        session.exitCode = await followUntilEnd(context, { FlowName: flow, ExecutionName: execution }, query);
        return;
      }
      const { client, terminal, asJson } = context;
      const names = execution === undefined ? await newestExecutions(client, flow) : [execution];
      const cursors = names.map(
        (name) => new LogCursor(client, { FlowName: flow, ExecutionName: name, ...query }),
      );
      const lines = byTime((await Promise.all(cursors.map((cursor) => cursor.read()))).flat());
      const url = cursors.find((cursor) => cursor.url !== undefined)?.url;
      if (url !== undefined) printPage(context, url);
      else if (asJson) printJson(terminal, { Lines: lines.map(jsonLine) });
      else if (lines.length === 0) terminal.stdout.write(noLines(names, query));
      else terminal.stdout.write(textOf(lines, context, execution === undefined));
    });
}

const NOTHING_PRINTED =
  'No lines. They are what the functions of tasks print, with console.log or print; other steps print nothing.\n' +
  'Executions that tasks start, and batches of a distributed foreach (fdl map-run batches), have lines of their own.\n';

/** Why there is nothing to be seen. */
function noLines(executions: readonly string[], query: LogQuery): string {
  if (executions.length === 0) return 'No lines: the flow has no executions.\n';
  if (Object.keys(query).length > 0) return 'No lines that fit the options; without them all are shown.\n';
  return NOTHING_PRINTED;
}

async function followUntilEnd(
  context: ApiContext,
  key: { readonly FlowName: string; readonly ExecutionName: string | undefined },
  query: LogQuery,
) {
  const { client, terminal, asJson } = context;
  const interrupt = new AbortController();
  const release = terminal.onInterrupt(() => interrupt.abort());
  const onLines = (lines: readonly ReadLine[]) => {
    if (asJson) for (const line of lines) printJson(terminal, jsonLine(line));
    else if (lines.length > 0) terminal.stdout.write(textOf(lines, context, key.ExecutionName === undefined));
  };
  try {
    const url = await followLogs(client, key, query, onLines, interrupt.signal);
    if (url !== undefined) printPage(context, url);
    return interrupt.signal.aborted ? EXIT.interrupted : EXIT.ok;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    return EXIT.interrupted;
  } finally {
    release();
  }
}

function printPage({ terminal, asJson }: ApiContext, url: string): void {
  if (asJson) printJson(terminal, { Lines: [], LogsUrl: url });
  else terminal.stdout.write(`Functions log to CloudWatch. This page finds their lines:\n${url}\n`);
}

function textOf(lines: readonly ReadLine[], { terminal }: ApiContext, isOfMany: boolean): string {
  const { paint } = terminal.stdout;
  const texts = lines.map(({ execution, line }) =>
    formatLogLine(line, paint, isOfMany ? execution : undefined),
  );
  return `${texts.join('\n')}\n`;
}

function jsonLine({ execution, line }: ReadLine) {
  return { ExecutionName: execution, ...line };
}

function readQuery({ step, level, since, search }: LogsOptions, now: number): LogQuery {
  return {
    ...(step !== undefined && { StepName: step }),
    ...(level !== undefined && { Level: readLevel(level) }),
    ...(since !== undefined && { Since: readInstant('--since', since, now) }),
    ...(search !== undefined && { Search: search }),
  };
}

function readLevel(given: string): LogLineView['Level'] {
  const level = LOG_LEVELS.find((known) => known.toLowerCase() === given.toLowerCase());
  if (level === undefined)
    throw usageError(`--level must be one of ${LOG_LEVELS.join(', ')}, not '${given}'`);
  return level;
}
