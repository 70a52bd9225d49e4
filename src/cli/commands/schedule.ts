import type { Command } from 'commander';
import type { RequestOf, ScheduleView } from '../../api/contract.ts';
import { readJsonObject } from '../arguments.ts';
import { formatFields, formatTable } from '../output/table.ts';
import { printable } from '../output/text-width.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface SaveOptions extends ApiOptions {
  readonly cron?: string;
  readonly payload?: string;
  readonly qualifier?: string;
  readonly description?: string;
  readonly enable?: boolean;
}

/** `fdl schedule …`: creates, changes, shows and deletes the schedules of a flow. */
export function addScheduleCommands(program: Command, session: Session): void {
  const schedule = program
    .command('schedule')
    .description('create, update, list, describe and delete schedules of a flow');
  addCreate(schedule, session);
  addUpdate(schedule, session);
  addList(schedule, session);
  addDescribe(schedule, session);
  addDelete(schedule, session);
}

function addSaveOptions(command: Command): Command {
  return command
    .option('--payload <json>', 'JSON object that executions get as $input.payload; @FILE, or - for stdin')
    .option('--qualifier <version>', 'version or alias that is started, LATEST for the newest definition')
    .option('--description <text>', 'what the schedule is for')
    .option('--enable', 'fire when due')
    .option('--no-enable', 'do not fire');
}

function addCreate(schedule: Command, session: Session): void {
  addSaveOptions(
    addApiCommand(schedule, 'create <flow> <schedule>', 'start a flow again and again').requiredOption(
      '--cron <expression>',
      'six fields such as "0 30 9 * * MON-FRI", or "@every 15m"; UTC',
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
      'six fields, or "@every 15m"; UTC',
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
  { cron, payload, qualifier, description, enable }: SaveOptions,
  { terminal }: Session,
): Promise<RequestOf<'UpdateSchedule'>> {
  return {
    FlowName: flow,
    ScheduleName: name,
    ...(cron !== undefined && { CronExpression: cron }),
    ...(payload !== undefined && { Payload: await readJsonObject('--payload', payload, terminal) }),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    ...(description !== undefined && { Description: description }),
    ...(enable !== undefined && { Enable: enable }),
  };
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
            ['Fires', described.Enable ? 'yes' : 'no'],
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
