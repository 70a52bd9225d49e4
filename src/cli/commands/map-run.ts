import type { Command } from 'commander';
import type { RequestOf } from '../../api/contract.ts';
import { MAX_MAP_CONCURRENCY } from '../../limits.ts';
import { readInteger } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { formatMapRun, formatRules } from '../output/map-run-view.ts';
import { findExecutions } from '../service/find-executions.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';
import { executionTable } from './list.ts';

interface UpdateOptions extends ApiOptions {
  readonly concurrency?: string;
  readonly toleratedFailedCount?: string;
  readonly toleratedFailedPercentage?: string;
}

/** Most batches that a list shows. */
const MOST_LISTED = 10_000;

/** `fdl map-run …`: the map runs of distributed foreach steps. */
export function addMapRunCommands(program: Command, session: Session): void {
  const mapRun = program
    .command('map-run')
    .description('how far distributed foreach steps are, and other rules while they run');
  addDescribe(mapRun, session);
  addBatches(mapRun, session);
  addUpdate(mapRun, session);
}

function addDescribe(mapRun: Command, session: Session): void {
  addApiCommand(mapRun, 'describe <flow> <map-run>', 'show how far a map run is').action(
    async (flow: string, name: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const run = await client.call('DescribeMapRun', keyOf(flow, name));
      if (asJson) printJson(terminal, run);
      else terminal.stdout.write(formatMapRun(run, Date.now(), terminal.stdout));
    },
  );
}

function addBatches(mapRun: Command, session: Session): void {
  addApiCommand(mapRun, 'batches <flow> <map-run>', 'list the batches of a map run, newest first').action(
    async (flow: string, name: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const wanted = { FlowName: flow, MapRunName: keyOf(flow, name).MapRunName };
      const batches = await findExecutions(client, wanted, MOST_LISTED);
      if (asJson) printJson(terminal, { Executions: batches });
      else terminal.stdout.write(executionTable(batches, Date.now(), terminal.stdout));
    },
  );
}

function addUpdate(mapRun: Command, session: Session): void {
  addApiCommand(mapRun, 'update <flow> <map-run>', 'change the rules of a map run while it runs')
    .option('--concurrency <count>', 'batches at a time')
    .option('--tolerated-failed-count <items>', 'items that may fail')
    .option('--tolerated-failed-percentage <percent>', 'items that may fail, in percent of all')
    .action(async (flow: string, name: string, options: UpdateOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const rules = await client.call('UpdateMapRun', { ...keyOf(flow, name), ...readRules(options) });
      if (asJson) printJson(terminal, rules);
      else terminal.stdout.write(formatRules(rules, terminal.stdout));
    });
}

/** The name of a map run begins with that of its execution. */
function keyOf(FlowName: string, MapRunName: string): RequestOf<'DescribeMapRun'> {
  const at = MapRunName.lastIndexOf(':');
  if (at < 1) throw usageError(`'${MapRunName}' is no name of a map run; one is like order-1:map-5-0`);
  return { FlowName, ExecutionName: MapRunName.slice(0, at), MapRunName };
}

function readRules(options: UpdateOptions): Partial<RequestOf<'UpdateMapRun'>> {
  const { concurrency, toleratedFailedCount: count, toleratedFailedPercentage: share } = options;
  return {
    ...(concurrency !== undefined && {
      Concurrency: readInteger('--concurrency', concurrency, 1, MAX_MAP_CONCURRENCY),
    }),
    ...(count !== undefined && {
      ToleratedFailedCount: readInteger('--tolerated-failed-count', count, 0, Number.MAX_SAFE_INTEGER),
    }),
    ...(share !== undefined && { ToleratedFailedPercentage: readShare(share) }),
  };
}

function readShare(given: string): number {
  const share = /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (share <= 100) return share;
  throw usageError(`--tolerated-failed-percentage must be a number from 0 to 100, not '${given}'`);
}
