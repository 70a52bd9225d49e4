import type { Command } from 'commander';
import type { FlowView } from '../../api/contract.ts';
import { readText } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { refuseBadDefinition } from '../definition-check.ts';
import { formatTable } from '../output/table.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';
import { allFlows } from './all-flows.ts';
import { addAliasCommands } from './flow-alias.ts';
import { addVersionCommands } from './flow-versions.ts';

interface SaveOptions extends ApiOptions {
  readonly definition?: string;
  readonly description?: string;
  readonly roleArn?: string;
  readonly labelMappings?: string;
  readonly onFailure?: string;
}

/** `fdl flow …`: creates, changes, shows and deletes flows. */
export function addFlowCommands(program: Command, session: Session): void {
  const flow = program.command('flow').description('create, update, list, describe and delete flows');
  addCreate(flow, session);
  addUpdate(flow, session);
  addList(flow, session);
  addDescribe(flow, session);
  addDelete(flow, session);
  addVersionCommands(flow, session);
  addAliasCommands(flow, session);
}

function addCreate(flow: Command, session: Session): void {
  addApiCommand(flow, 'create <name>', 'create a flow from a definition')
    .requiredOption('--definition <file>', 'definition in YAML or JSON, - for stdin')
    .option('--description <text>', 'what the flow is for', '')
    .option('--role-arn <arn>', 'role that the flow calls its targets with')
    .option('--label-mappings <json>', 'labels of its executions, such as {"orderId":"$input.orderId"}')
    .option('--on-failure <flow>', 'flow that is started with each execution that fails; empty for none')
    .action(async (name: string, options: SaveOptions & { readonly definition: string }) => {
      const context = apiContext(session, options);
      const created = await context.client.call('CreateFlow', {
        Name: name,
        Type: 'FDL',
        Description: options.description ?? '',
        Definition: await readDefinition(options.definition, session),
        ...(options.roleArn !== undefined && { RoleArn: options.roleArn }),
        ...(options.labelMappings !== undefined && { LabelMappings: options.labelMappings }),
        ...(options.onFailure !== undefined && { OnFailure: options.onFailure }),
      });
      if (context.asJson) return printJson(session.terminal, created);
      session.terminal.stdout.write(
        `Created flow ${name}\nStart it with: ${context.commandLine(`start ${name} --follow`)}\n`,
      );
    });
}

function addUpdate(flow: Command, session: Session): void {
  addApiCommand(flow, 'update <name>', 'change a flow; what is left out stays')
    .option('--definition <file>', 'definition in YAML or JSON, - for stdin')
    .option('--description <text>', 'what the flow is for')
    .option('--role-arn <arn>', 'role that the flow calls its targets with')
    .option('--label-mappings <json>', 'labels of its executions, such as {"orderId":"$input.orderId"}')
    .option('--on-failure <flow>', 'flow that is started with each execution that fails; empty for none')
    .action(async (name: string, options: SaveOptions) => {
      const { definition, description, roleArn, labelMappings, onFailure } = options;
      if (
        [definition, description, roleArn, labelMappings, onFailure].every((given) => given === undefined)
      ) {
        throw usageError(
          'nothing to update: give --definition, --description, --role-arn, --label-mappings or --on-failure',
        );
      }
      const context = apiContext(session, options);
      const updated = await context.client.call('UpdateFlow', {
        Name: name,
        ...(definition !== undefined && { Definition: await readDefinition(definition, session) }),
        ...(description !== undefined && { Description: description }),
        ...(roleArn !== undefined && { RoleArn: roleArn }),
        ...(labelMappings !== undefined && { LabelMappings: labelMappings }),
        ...(onFailure !== undefined && { OnFailure: onFailure }),
      });
      if (context.asJson) return printJson(session.terminal, updated);
      const { Source } = updated;
      const where = definition === undefined || Source === undefined ? '' : ` and its file ${Source.File}`;
      session.terminal.stdout.write(
        `Updated flow ${name}${where}; executions that run keep their definition\n`,
      );
    });
}

function addList(flow: Command, session: Session): void {
  addApiCommand(flow, 'list', 'list all flows').action(async (options: ApiOptions) => {
    const { client, terminal, asJson } = apiContext(session, options);
    const flows = await allFlows(client);
    if (asJson) return printJson(terminal, { Flows: flows });
    if (flows.length === 0) return terminal.stdout.write('No flows.\n');
    const rows = flows.map(({ Name, LastModifiedTime, Description }: FlowView) => [
      Name,
      LastModifiedTime,
      Description,
    ]);
    terminal.stdout.write(formatTable(['NAME', 'MODIFIED', 'DESCRIPTION'], rows, terminal.stdout));
  });
}

function addDescribe(flow: Command, session: Session): void {
  addApiCommand(flow, 'describe <name>', "print a flow's definition; --json prints the whole flow")
    .option('--flow-version <number>', 'a published version (default: the newest definition)')
    .action(async (name: string, options: ApiOptions & { readonly flowVersion?: string }) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const { flowVersion } = options;
      const described = await client.call('DescribeFlow', {
        Name: name,
        ...(flowVersion !== undefined && { FlowVersion: flowVersion }),
      });
      if (asJson) return printJson(terminal, described);
      const { Definition } = described;
      terminal.stdout.write(Definition.endsWith('\n') ? Definition : `${Definition}\n`);
    });
}

function addDelete(flow: Command, session: Session): void {
  addApiCommand(flow, 'delete <name>', 'delete a flow with its schedules and stop what runs').action(
    async (name: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const answer = await client.call('DeleteFlow', { Name: name });
      if (asJson) return printJson(terminal, answer);
      terminal.stdout.write(`Deleted flow ${name}\n`);
    },
  );
}

async function readDefinition(path: string, session: Session): Promise<string> {
  const text = await readText(path, session.terminal);
  return await refuseBadDefinition(text, path, session.terminal);
}
