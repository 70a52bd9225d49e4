import type { Command } from 'commander';
import type { ExecutionStatus } from '../../api/contract.ts';
import { usageError } from '../cli-error.ts';
import { hasEnded, paintStatus } from '../output/execution-status.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';
import { addMessageCommands } from './admin-messages.ts';
import { addStalledCommand } from './admin-stalled.ts';
import { allFlows } from './all-flows.ts';

interface ResumeOptions extends ApiOptions {
  readonly all?: boolean;
}

interface Resumed {
  readonly FlowName: string;
  readonly ExecutionName: string;
  readonly Status: ExecutionStatus;
}

/** `fdl admin …`: for operators, about executions that stand still. */
export function addAdminCommands(program: Command, session: Session): void {
  const admin = program
    .command('admin')
    .description('find and take up executions that stand still, and messages that are kept');
  addStalledCommand(admin, session);
  addMessageCommands(admin, session);
  addApiCommand(admin, 'resume [flow] [execution]', 'take up an execution, whoever it was left to')
    .option('--all', 'every execution in progress, of the flow or of all flows')
    .action(async (flow: string | undefined, name: string | undefined, options: ResumeOptions) => {
      if ((name === undefined) !== (options.all === true))
        throw usageError('Name a flow and an execution, or say --all, for a flow or for all of them');
      const { client, terminal, asJson } = apiContext(session, options);
      const resumed: Resumed[] = [];
      for await (const key of keysOf(client, flow, name)) {
        const { Status } = await client.call('ResumeExecution', key);
        resumed.push({ ...key, Status });
      }
      if (asJson) return printJson(terminal, { Executions: resumed });
      const { paint } = terminal.stdout;
      for (const { FlowName, ExecutionName, Status } of resumed) {
        const state = hasEnded(Status) ? paintStatus(Status, paint) : 'is taken up';
        terminal.stdout.write(`${FlowName} ${ExecutionName} ${state}\n`);
      }
    });
}

/** The execution that is named, or all in progress. */
async function* keysOf(
  client: Client,
  flow: string | undefined,
  name: string | undefined,
): AsyncGenerator<Omit<Resumed, 'Status'>, void> {
  if (flow !== undefined && name !== undefined) {
    yield { FlowName: flow, ExecutionName: name };
    return;
  }
  const flows = flow === undefined ? (await allFlows(client)).map(({ Name }) => Name) : [flow];
  for (const FlowName of flows) {
    const running = await collectPages(async (token) => {
      const { Executions, NextToken } = await client.call('ListExecutions', {
        FlowName,
        Status: 'Running',
        Limit: 99,
        ...(token !== undefined && { NextToken: token }),
      });
      return { items: Executions, nextToken: NextToken };
    });
    for (const { Name } of running) yield { FlowName, ExecutionName: Name };
  }
}
