import type { Command } from 'commander';
import type { StalledExecutionView } from '../../api/contract.ts';
import { parseDuration } from '../../common/duration.ts';
import { usageError } from '../cli-error.ts';
import { formatTable } from '../output/table.ts';
import { printable } from '../output/text-width.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';
import { allFlows } from './all-flows.ts';

interface StalledOptions extends ApiOptions {
  readonly idle?: string;
  readonly resume?: boolean;
}

/** `fdl admin stalled [FLOW]`: executions of one flow or of all that are owed something, and taking them up. */
export function addStalledCommand(admin: Command, session: Session): void {
  addApiCommand(admin, 'stalled [flow]', 'list executions that stand still')
    .option('--idle <span>', 'how long the service has owed them something: 90s, 15m, 2h, 7d (default 1h)')
    .option('--resume', 'take each of them up')
    .action(async (flow: string | undefined, options: StalledOptions) => {
      const idleSeconds = readIdle(options.idle);
      const { client, terminal, asJson } = apiContext(session, options);
      const flows = flow === undefined ? (await allFlows(client)).map(({ Name }) => Name) : [flow];
      const stalled: StalledExecutionView[] = [];
      for (const name of flows) stalled.push(...(await stalledOf(client, name, idleSeconds)));
      for (const { FlowName, ExecutionName } of options.resume === true ? stalled : [])
        await client.call('ResumeExecution', { FlowName, ExecutionName });
      if (asJson) return printJson(terminal, { Executions: stalled });
      if (stalled.length === 0) return terminal.stdout.write('No execution stands still.\n');
      terminal.stdout.write(table(stalled, terminal.stdout));
      for (const { HoldReason } of stalled)
        if (HoldReason !== undefined) terminal.stdout.write(`${printable(HoldReason)}\n`);
      if (options.resume === true) terminal.stdout.write(`${stalled.length} taken up\n`);
    });
}

function table(
  stalled: readonly StalledExecutionView[],
  { paint, columns }: Session['terminal']['stdout'],
): string {
  const rows = stalled.map(({ SinceTime, FlowName, ExecutionName, WaitsFor, StepName }) => [
    SinceTime,
    FlowName,
    ExecutionName,
    WaitsFor,
    StepName,
  ]);
  return formatTable(['SINCE', 'FLOW', 'EXECUTION', 'WAITS FOR', 'STEP'], rows, { paint, columns });
}

function readIdle(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds / 1000;
  throw usageError(`--idle is '${text}'; allowed are spans like 90s, 15m, 2h and 7d`);
}

async function stalledOf(
  client: Client,
  flow: string,
  idleSeconds: number | undefined,
): Promise<readonly StalledExecutionView[]> {
  return await collectPages<StalledExecutionView>(async (token) => {
    const { Executions, NextToken } = await client.call('ListStalledExecutions', {
      FlowName: flow,
      ...(idleSeconds !== undefined && { IdleSeconds: idleSeconds }),
      ...(token !== undefined && { NextToken: token }),
    });
    return { items: Executions, nextToken: NextToken };
  });
}
