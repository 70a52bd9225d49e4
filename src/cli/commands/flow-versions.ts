import type { Command } from 'commander';
import type { FlowAliasView, FlowVersionView } from '../../api/contract.ts';
import { formatTable } from '../output/table.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface PublishOptions extends ApiOptions {
  readonly description?: string;
}

/** `fdl flow publish`, `versions` and `delete-version`: what a flow was, under numbers. */
export function addVersionCommands(flow: Command, session: Session): void {
  addApiCommand(flow, 'publish <name>', 'keep the flow as it stands, under the next number')
    .option('--description <text>', 'what is new in it')
    .action(async (name: string, options: PublishOptions) => {
      const { client, terminal, asJson, commandLine } = apiContext(session, options);
      const version = await client.call('PublishFlowVersion', {
        FlowName: name,
        ...(options.description !== undefined && { Description: options.description }),
      });
      if (asJson) return printJson(terminal, version);
      const next = commandLine(`start ${name} --qualifier ${version.Version}`);
      terminal.stdout.write(`Published version ${version.Version} of flow ${name}\nStart it with: ${next}\n`);
    });
  addApiCommand(
    flow,
    'versions <name>',
    'list the published versions and the aliases that lead to them',
  ).action(async (name: string, options: ApiOptions) => {
    const { client, terminal, asJson } = apiContext(session, options);
    const [versions, aliases] = await Promise.all([allVersions(client, name), allAliases(client, name)]);
    if (asJson) return printJson(terminal, { FlowVersions: versions, Aliases: aliases });
    if (versions.length === 0) return terminal.stdout.write('No versions.\n');
    const rows = versions.map(({ Version, CreatedTime, Description }) => [
      Version,
      CreatedTime,
      aliasesOf(Version, aliases),
      Description,
    ]);
    terminal.stdout.write(
      formatTable(['VERSION', 'PUBLISHED', 'ALIASES', 'DESCRIPTION'], rows, terminal.stdout),
    );
  });
  addApiCommand(
    flow,
    'delete-version <name> <version>',
    'delete a version that nothing leads to or runs',
  ).action(async (name: string, version: string, options: ApiOptions) => {
    const { client, terminal, asJson } = apiContext(session, options);
    const answer = await client.call('DeleteFlowVersion', { FlowName: name, FlowVersion: version });
    if (asJson) return printJson(terminal, answer);
    terminal.stdout.write(`Deleted version ${version} of flow ${name}\n`);
  });
}

/** Every published version of a flow, in order of the numbers. */
export async function allVersions(client: Client, flow: string): Promise<readonly FlowVersionView[]> {
  return await collectPages<FlowVersionView>(async (token) => {
    const next = token === undefined ? {} : { NextToken: token };
    const page = await client.call('ListFlowVersions', { FlowName: flow, Limit: 999, ...next });
    return { items: page.FlowVersions, nextToken: page.NextToken };
  });
}

/** Every alias of a flow, in order of the names. */
export async function allAliases(client: Client, flow: string): Promise<readonly FlowAliasView<string>[]> {
  return await collectPages<FlowAliasView<string>>(async (token) => {
    const next = token === undefined ? {} : { NextToken: token };
    const page = await client.call('ListFlowAliases', { FlowName: flow, Limit: 999, ...next });
    return { items: page.Aliases, nextToken: page.NextToken };
  });
}

/** The aliases that lead to a version; the weight where there is another. */
function aliasesOf(version: string, aliases: readonly FlowAliasView<string>[]): string {
  const led = aliases.flatMap(({ Name, RoutingConfigurations: routes }) => {
    const route = routes.find(({ Version }) => Version === version);
    if (route === undefined) return [];
    return routes.length === 1 ? [Name] : [`${Name} (${route.Weight})`];
  });
  return led.join(', ');
}
