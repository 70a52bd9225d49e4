import type { Command } from 'commander';
import { addBulkOptions, type BulkOptions, bulk } from '../bulk/bulk-command.ts';
import { usageError } from '../cli-error.ts';
import { addErrorOption, addFilterOptions } from '../execution-filter.ts';
import { addGoOnOptions, type GoOnOptions, readGoOn } from '../go-on-options.ts';
import { formatGoOn } from '../output/go-on-view.ts';
import { addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

type RedriveOptions = GoOnOptions & BulkOptions;

/** `fdl redrive FLOW EXECUTION`, or all of a filter: lets what failed, timed out or was stopped go on. */
export function addRedriveCommand(program: Command, session: Session): void {
  const command = addApiCommand(
    program,
    'redrive [flow] [execution]',
    'let an execution that failed, timed out or was stopped go on, or all of a filter',
  );
  addErrorOption(addFilterOptions(addBulkOptions(addGoOnOptions(command)))).action(
    async (flow: string | undefined, name: string | undefined, options: RedriveOptions) => {
      if (flow === undefined) return await redriveAll(session, options);
      if (name === undefined)
        throw usageError('name the execution too, or give --flow to redrive all of a filter');
      await redriveOne(session, { FlowName: flow, ExecutionName: name }, options);
    },
  );
}

async function redriveOne(
  session: Session,
  key: { readonly FlowName: string; readonly ExecutionName: string },
  options: RedriveOptions,
): Promise<void> {
  const { FlowName: flow, ExecutionName: name } = key;
  const { client, terminal, asJson, commandLine } = apiContext(session, options);
  const answer = await client.call('RedriveExecution', { ...key, ...(await readGoOn(options, terminal)) });
  if (asJson) return printJson(terminal, answer);
  const done = `${flow} ${name} goes on (redrive ${answer.RedriveCount})`;
  terminal.stdout.write(formatGoOn(answer, done, terminal.stdout));
  if (!answer.DryRun) {
    terminal.stdout.write(`Follow it with: ${commandLine(`history ${flow} ${name} --follow`)}\n`);
  }
}

/** Ids of events are of one execution each. `--qualifier` names the version to go on with, not the one that was started. */
async function redriveAll(session: Session, options: RedriveOptions): Promise<void> {
  if (options.fromEvent !== undefined) {
    throw usageError('--from-event is for one execution; --from-step goes back to a step in each');
  }
  const { qualifier: _, ...filter } = options;
  const { DryRun: _dryRun, ...goOn } = await readGoOn(options, session.terminal);
  await bulk(session, filter, {
    participle: 'redriven',
    status: 'Failed',
    async act({ client }, { FlowName, Name }) {
      const request = { FlowName, ExecutionName: Name, ...goOn };
      const { RedriveCount } = await client.call('RedriveExecution', request);
      return `goes on (redrive ${RedriveCount})`;
    },
  });
}
