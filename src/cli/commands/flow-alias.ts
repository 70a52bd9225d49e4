import type { Command } from 'commander';
import type { FlowAliasView, RouteView } from '../../api/contract.ts';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { formatTable } from '../output/table.ts';
import type { Client } from '../service/client.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';
import { allAliases, allVersions } from './flow-versions.ts';

interface SetOptions extends ApiOptions {
  readonly description?: string;
}

/** `fdl flow alias …`: names that lead to versions. */
export function addAliasCommands(flow: Command, session: Session): void {
  const alias = flow
    .command('alias')
    .description('names that lead starts to one version, or share them over two');
  addList(alias, session);
  addSet(alias, session);
  addRollback(alias, session);
  addDelete(alias, session);
}

function addList(alias: Command, session: Session): void {
  addApiCommand(alias, 'list <flow>', 'list the aliases of a flow').action(
    async (flow: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const aliases = await allAliases(client, flow);
      if (asJson) return printJson(terminal, { Aliases: aliases });
      if (aliases.length === 0) return terminal.stdout.write('No aliases.\n');
      const rows = aliases.map(({ Name, RoutingConfigurations, Description }) => [
        Name,
        routesText(RoutingConfigurations),
        Description,
      ]);
      terminal.stdout.write(formatTable(['ALIAS', 'VERSIONS', 'DESCRIPTION'], rows, terminal.stdout));
    },
  );
}

function addSet(alias: Command, session: Session): void {
  addApiCommand(
    alias,
    'set <flow> <alias> <version[=weight]...>',
    'lead an alias to one version, or to two by weight',
  )
    .option('--description <text>', 'what the alias is for')
    .action(async (flow: string, name: string, versions: readonly string[], options: SetOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const routes = versions.map(readRoute);
      const { description } = options;
      const request = {
        FlowName: flow,
        Name: name,
        RoutingConfigurations: JSON.stringify(routes),
        ...(description !== undefined && { Description: description }),
      };
      const known = await allAliases(client, flow);
      const isKnown = known.some(({ Name }) => Name === name);
      const changed = isKnown
        ? (await client.call('UpdateFlowAlias', request)).Alias
        : await client.call('CreateFlowAlias', request);
      if (asJson) return printJson(terminal, changed);
      terminal.stdout.write(ledText(flow, changed));
    });
}

function addRollback(alias: Command, session: Session): void {
  addApiCommand(
    alias,
    'rollback <flow> <alias>',
    'take back a canary, else lead an alias to the version before its own',
  ).action(async (flow: string, name: string, options: ApiOptions) => {
    const { client, terminal, asJson } = apiContext(session, options);
    const { Alias } = await client.call('DescribeFlowAlias', { FlowName: flow, Name: name });
    const version = await versionBefore(client, flow, Alias);
    const { Alias: changed } = await client.call('UpdateFlowAlias', {
      FlowName: flow,
      Name: name,
      RoutingConfigurations: JSON.stringify([{ Version: version, Weight: 100 }]),
    });
    if (asJson) return printJson(terminal, changed);
    terminal.stdout.write(ledText(flow, changed));
  });
}

function addDelete(alias: Command, session: Session): void {
  addApiCommand(alias, 'delete <flow> <alias>', 'delete an alias; versions stay').action(
    async (flow: string, name: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const answer = await client.call('DeleteFlowAlias', { FlowName: flow, Name: name });
      if (asJson) return printJson(terminal, answer);
      terminal.stdout.write(`Deleted alias ${name} of flow ${flow}\n`);
    },
  );
}

/** Of two versions the earlier; of one the newest published one before it. */
async function versionBefore(client: Client, flow: string, alias: FlowAliasView): Promise<string> {
  const numbers = alias.RoutingConfigurations.map(({ Version }) => Number(Version));
  if (numbers.length > 1) return String(Math.min(...numbers));
  const [current = 0] = numbers;
  const earlier = (await allVersions(client, flow)).filter(({ Version }) => Number(Version) < current);
  const version = earlier.at(-1)?.Version;
  if (version !== undefined) return version;
  throw new CliError(
    `alias ${alias.Name} of flow ${flow} leads to version ${current}, and there is none before it`,
    {
      code: 'NothingBefore',
      exitCode: EXIT.failed,
    },
  );
}

function readRoute(text: string): RouteView {
  const [, version = '', weight] = /^([1-9]\d{0,8})(?:=(\d{1,3}))?$/.exec(text) ?? [];
  if (version === '') throw usageError(`a version is written as 3 or 3=90, not '${text}'`);
  return { Version: version, Weight: weight === undefined ? 100 : Number(weight) };
}

function ledText(flow: string, { Name, RoutingConfigurations }: FlowAliasView): string {
  return `Alias ${Name} of flow ${flow} leads to ${routesText(RoutingConfigurations)}\n`;
}

function routesText(routes: readonly RouteView<number | string>[]): string {
  if (routes.length === 1) return `version ${routes[0]?.Version}`;
  return routes.map(({ Version, Weight }) => `version ${Version} (weight ${Weight})`).join(', ');
}
