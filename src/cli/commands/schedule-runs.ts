import type { Command } from 'commander';
import { readInteger } from '../arguments.ts';
import { formatTable } from '../output/table.ts';
import { printable } from '../output/text-width.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

const MOST_RUNS = 100;

/** `fdl schedule runs|trigger|backfill`: the outcomes of past fire times, a start now, and starts of a range of times. */
export function addScheduleRunCommands(schedule: Command, session: Session): void {
  addRuns(schedule, session);
  addTrigger(schedule, session);
  addBackfill(schedule, session);
}

function addRuns(schedule: Command, session: Session): void {
  addApiCommand(
    schedule,
    'runs <flow> <schedule>',
    'list the last fire times with their outcomes, and the next ten',
  )
    .option('--limit <count>', `fire times that have passed, 1 to ${MOST_RUNS}`, '10')
    .action(
      async (FlowName: string, ScheduleName: string, options: ApiOptions & { readonly limit: string }) => {
        const { client, terminal, asJson } = apiContext(session, options);
        const Limit = readInteger('--limit', options.limit, 1, MOST_RUNS);
        const found = await client.call('ListScheduleRuns', { FlowName, ScheduleName, Limit });
        if (asJson) return printJson(terminal, found);
        const rows = found.Runs.map(
          ({ ScheduledTime, Outcome, Status = '', ExecutionName = '', Reason = '' }) => {
            return [ScheduledTime, Outcome, Status, ExecutionName, printable(Reason)];
          },
        );
        if (rows.length === 0) terminal.stdout.write('It has not fired yet.\n');
        else
          terminal.stdout.write(
            formatTable(['DUE', 'OUTCOME', 'STATUS', 'EXECUTION', 'REASON'], rows, terminal.stdout),
          );
        const next = found.NextFireTimes.map((at) => `  ${at}\n`).join('');
        terminal.stdout.write(next === '' ? '\nIt does not fire again.\n' : `\nNext:\n${next}`);
      },
    );
}

function addTrigger(schedule: Command, session: Session): void {
  addApiCommand(schedule, 'trigger <flow> <schedule>', 'start its execution now').action(
    async (FlowName: string, ScheduleName: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const started = await client.call('TriggerSchedule', { FlowName, ScheduleName });
      if (asJson) return printJson(terminal, started);
      terminal.stdout.write(`Started ${FlowName} ${started.ExecutionName}\n`);
    },
  );
}

interface BackfillOptions extends ApiOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: boolean;
}

function addBackfill(schedule: Command, session: Session): void {
  addApiCommand(schedule, 'backfill <flow> <schedule>', 'start the executions of fire times that have passed')
    .requiredOption('--from <time>', 'first time of the range, in RFC 3339')
    .requiredOption('--to <time>', 'last time of the range, in RFC 3339')
    .option('--dry-run', 'list the times, start nothing')
    .action(async (FlowName: string, ScheduleName: string, options: BackfillOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const { from: StartTime, to: EndTime, dryRun: DryRun = false } = options;
      const request = { FlowName, ScheduleName, StartTime, EndTime, DryRun };
      const { Starts, ...rest } = await client.call('BackfillSchedule', request);
      if (asJson) return printJson(terminal, { Starts, ...rest });
      const verb = DryRun ? 'would be started' : 'are started, but for those that exist';
      terminal.stdout.write(
        Starts.length === 0 ? 'No fire time lies in the range.\n' : `${Starts.length} ${verb}:\n`,
      );
      for (const { ScheduledTime, ExecutionName } of Starts)
        terminal.stdout.write(`  ${ScheduledTime}  ${ExecutionName}\n`);
    });
}
