import type { Command } from 'commander';
import type { OverlapPolicyName, RequestOf, ScheduleView } from '../../api/contract.ts';
import { readInteger, readJsonObject } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { formatFields, formatTable } from '../output/table.ts';
import { printable } from '../output/text-width.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';
import { addScheduleRunCommands } from './schedule-runs.ts';

const POLICIES: readonly OverlapPolicyName[] = ['AllowAll', 'Skip', 'BufferOne', 'CancelOther'];
const MAX_JITTER = 600;
const MAX_CATCH_UP = 86_400;

interface SaveOptions extends ApiOptions {
  readonly cron?: string;
  readonly payload?: string;
  readonly qualifier?: string;
  readonly description?: string;
  readonly enable?: boolean;
  readonly overlap?: string;
  readonly from?: string;
  readonly until?: string;
  readonly jitter?: string;
  readonly onFailure?: string;
  readonly catchUp?: string;
  readonly reason?: string;
}

/** `fdl schedule …`: creates, changes, shows and deletes the schedules of a flow. */
export function addScheduleCommands(program: Command, session: Session): void {
  const schedule = program
    .command('schedule')
    .description('create, update, list, describe, run and delete schedules of a flow');
  addCreate(schedule, session);
  addUpdate(schedule, session);
  addList(schedule, session);
  addDescribe(schedule, session);
  addDelete(schedule, session);
  addScheduleRunCommands(schedule, session);
}

function addSaveOptions(command: Command): Command {
  return command
    .option('--payload <json>', 'JSON object that executions get as $input.payload; @FILE, or - for stdin')
    .option('--qualifier <version>', 'version or alias that is started, LATEST for the newest definition')
    .option('--description <text>', 'what the schedule is for')
    .option('--overlap <policy>', 'while one still runs: AllowAll, Skip, BufferOne or CancelOther')
    .option('--from <time>', 'RFC 3339 time from which it fires, "" for none')
    .option('--until <time>', 'RFC 3339 time up to which it fires, "" for none')
    .option(
      '--on-failure <flow>',
      'flow that is started with each execution that fails; empty for that of the flow',
    )
    .option('--jitter <seconds>', 'start late by up to so much, 0 to 600')
    .option('--catch-up <seconds>', 'make up for times missed while the service was off, 0 to 86400')
    .option('--enable', 'fire when due')
    .option('--no-enable', 'do not fire')
    .option('--reason <text>', 'why it does not fire, with --no-enable');
}

function addCreate(schedule: Command, session: Session): void {
  addSaveOptions(
    addApiCommand(schedule, 'create <flow> <schedule>', 'start a flow again and again').requiredOption(
      '--cron <expression>',
      'six fields such as "0 30 9 * * MON-FRI", "@every 15m", or "at(2030-12-24T18:00:00Z)"; UTC',
    ),
  ).action(async (flow: string, name: string, options: SaveOptions & { readonly cron: string }) => {
    const { client, terminal, asJson } = apiContext(session, options);
    const request = { ...(await readRequest(flow, name, options, session)), CronExpression: options.cron };
    const created = await client.call('CreateSchedule', request);
    if (asJson) return printJson(terminal, created);
    terminal.stdout.write(`Created schedule ${name} of ${flow}${nextTime(created)}\n`);
  });
}

function addUpdate(schedule: Command, session: Session): void {
  addSaveOptions(
    addApiCommand(schedule, 'update <flow> <schedule>', 'change a schedule; what is left out stays').option(
      '--cron <expression>',
      'six fields, "@every 15m", or "at(2030-12-24T18:00:00Z)"; UTC',
    ),
  ).action(async (flow: string, name: string, options: SaveOptions) => {
    const { client, terminal, asJson } = apiContext(session, options);
    const updated = await client.call('UpdateSchedule', await readRequest(flow, name, options, session));
    if (asJson) return printJson(terminal, updated);
    terminal.stdout.write(`Updated schedule ${name} of ${flow}${nextTime(updated)}\n`);
  });
}

async function readRequest(
  flow: string,
  name: string,
  options: SaveOptions,
  { terminal }: Session,
): Promise<RequestOf<'UpdateSchedule'>> {
  const { cron, payload, qualifier, description, enable } = options;
  return {
    FlowName: flow,
    ScheduleName: name,
    ...behaviourOf(options),
    ...(cron !== undefined && { CronExpression: cron }),
    ...(payload !== undefined && { Payload: await readJsonObject('--payload', payload, terminal) }),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    ...(description !== undefined && { Description: description }),
    ...(enable !== undefined && { Enable: enable }),
  };
}

function behaviourOf({ overlap, from, until, jitter, catchUp, reason, onFailure }: SaveOptions) {
  return {
    ...(overlap !== undefined && { OverlapPolicy: readPolicy(overlap) }),
    ...(from !== undefined && { StartTime: from }),
    ...(until !== undefined && { EndTime: until }),
    ...(onFailure !== undefined && { OnFailure: onFailure }),
    ...(jitter !== undefined && { JitterSeconds: readInteger('--jitter', jitter, 0, MAX_JITTER) }),
    ...(catchUp !== undefined && { CatchUpSeconds: readInteger('--catch-up', catchUp, 0, MAX_CATCH_UP) }),
    ...(reason !== undefined && { PauseReason: reason }),
  };
}

function readPolicy(given: string): OverlapPolicyName {
  const policy = POLICIES.find((each) => each.toLowerCase() === given.toLowerCase());
  if (policy !== undefined) return policy;
  throw usageError(`--overlap is "${given}"; allowed are ${POLICIES.join(', ')}`);
}

function addList(schedule: Command, session: Session): void {
  addApiCommand(schedule, 'list <flow>', 'list the schedules of a flow').action(
    async (flow: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const schedules = await allSchedules(client, flow);
      if (asJson) return printJson(terminal, { Schedules: schedules });
      if (schedules.length === 0) return terminal.stdout.write('No schedules.\n');
      const rows = schedules.map(describeRow);
      terminal.stdout.write(
        formatTable(['NAME', 'FIRES', 'NEXT', 'WHEN', 'DESCRIPTION'], rows, terminal.stdout),
      );
    },
  );
}

async function allSchedules(client: Client, flow: string): Promise<readonly ScheduleView[]> {
  return await collectPages<ScheduleView>(async (token) => {
    const { Schedules, NextToken } = await client.call('ListSchedules', {
      FlowName: flow,
      ...(token !== undefined && { NextToken: token }),
    });
    return { items: Schedules, nextToken: NextToken };
  });
}

/** The next fire time: it shows a misunderstood expression before that fires at the wrong time. */
function nextTime({ NextFireTime }: ScheduleView): string {
  return NextFireTime === '' ? '; it does not fire' : `; it fires next at ${NextFireTime}`;
}

function describeRow(schedule: ScheduleView): readonly string[] {
  const { ScheduleName, Enable, NextFireTime, CronExpression, Description } = schedule;
  return [ScheduleName, Enable ? 'yes' : 'no', NextFireTime || '-', CronExpression, Description];
}

function addDescribe(schedule: Command, session: Session): void {
  addApiCommand(schedule, 'describe <flow> <schedule>', 'show one schedule').action(
    async (flow: string, name: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const described = await client.call('DescribeSchedule', { FlowName: flow, ScheduleName: name });
      if (asJson) return printJson(terminal, described);
      terminal.stdout.write(
        formatFields(
          [
            ['Schedule', described.ScheduleName],
            ['Fires', described.Enable ? 'yes' : `no${because(described)}`],
            ['Overlap', described.OverlapPolicy ?? 'AllowAll'],
            ['From', described.StartTime ?? ''],
            ['Until', described.EndTime ?? ''],
            ['Jitter', secondsText(described.JitterSeconds)],
            ['On failure', described.OnFailure ?? ''],
            ['Catch up', secondsText(described.CatchUpSeconds)],
            ['Next', described.NextFireTime],
            ['When', printable(described.CronExpression)],
            ['Payload', printable(described.Payload)],
            ['Qualifier', described.Qualifier ?? ''],
            ['Description', printable(described.Description)],
            ['Modified', described.LastModifiedTime],
          ],
          terminal.stdout,
        ),
      );
    },
  );
}

function because({ PauseReason = '' }: ScheduleView): string {
  return PauseReason === '' ? '' : `: ${printable(PauseReason)}`;
}

function secondsText(seconds: number | undefined): string {
  return seconds === undefined ? '' : `${seconds} s`;
}

function addDelete(schedule: Command, session: Session): void {
  addApiCommand(schedule, 'delete <flow> <schedule>', 'delete a schedule').action(
    async (flow: string, name: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const answer = await client.call('DeleteSchedule', { FlowName: flow, ScheduleName: name });
      if (asJson) return printJson(terminal, answer);
      terminal.stdout.write(`Deleted schedule ${name} of ${flow}\n`);
    },
  );
}
