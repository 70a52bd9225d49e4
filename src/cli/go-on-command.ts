import type { Command } from 'commander';
import type { GoOnView } from '../api/contract.ts';
import { addBulkOptions, type BulkOptions, bulk } from './bulk/bulk-command.ts';
import { usageError } from './cli-error.ts';
import { addErrorOption, addFilterOptions } from './execution-filter.ts';
import { addGoOnOptions, type GoOn, type GoOnOptions, readGoOn } from './go-on-options.ts';
import { formatGoOn } from './output/go-on-view.ts';
import { type ApiContext, addApiCommand, apiContext, printJson, type Session } from './service/session.ts';

/** Options of a command that lets executions go on, one or all of a filter. */
export type GoOnCommandOptions = GoOnOptions & BulkOptions;

/** An execution, and how it is to go on. */
export type GoOnRequest = GoOn & { readonly FlowName: string; readonly ExecutionName: string };

/** The outcome for one execution. */
export interface WentOn {
  readonly answer: GoOnView;
  /** As in "e goes on (redrive 1)", without the name. */
  readonly done: string;
  /** Name of the execution that goes on. */
  readonly execution: string;
}

/** A command of this kind. */
export interface GoOnCommand<O extends GoOnCommandOptions> {
  readonly name: string;
  readonly description: string;
  /** As in "would be redriven". */
  readonly participle: string;
  addOptions?(command: Command): Command;
  act(context: ApiContext, request: GoOnRequest, options: O): Promise<WentOn>;
  /** Refuses options that are for one execution only. @throws CliError */
  checkForAll?(options: O): void;
}

/** Adds a command `NAME FLOW EXECUTION`, or of all that a filter matches. */
export function addGoOnCommand<O extends GoOnCommandOptions>(
  program: Command,
  session: Session,
  kind: GoOnCommand<O>,
): void {
  const command = addApiCommand(program, `${kind.name} [flow] [execution]`, kind.description);
  const withOptions = addErrorOption(addFilterOptions(addBulkOptions(addGoOnOptions(command))));
  (kind.addOptions?.(withOptions) ?? withOptions).action(
    async (flow: string | undefined, name: string | undefined, options: O) => {
      if (flow === undefined) return await onAll(session, options, kind);
      if (name === undefined)
        throw usageError(`name the execution too, or give --flow to ${kind.name} all of a filter`);
      await onOne(session, { FlowName: flow, ExecutionName: name }, options, kind);
    },
  );
}

async function onOne<O extends GoOnCommandOptions>(
  session: Session,
  key: { readonly FlowName: string; readonly ExecutionName: string },
  options: O,
  kind: GoOnCommand<O>,
): Promise<void> {
  const { FlowName: flow, ExecutionName: name } = key;
  const context = apiContext(session, options);
  const { terminal, asJson, commandLine } = context;
  const request = { ...key, ...(await readGoOn(options, terminal)) };
  const { answer, done, execution } = await kind.act(context, request, options);
  if (asJson) return printJson(terminal, answer);
  terminal.stdout.write(formatGoOn(answer, `${flow} ${name} ${done}`, terminal.stdout));
  if (!answer.DryRun) {
    terminal.stdout.write(`Follow it with: ${commandLine(`history ${flow} ${execution} --follow`)}\n`);
  }
}

/** Ids of events are of one execution each. `--qualifier` names the version to go on with, not the one that was started. */
async function onAll<O extends GoOnCommandOptions>(
  session: Session,
  options: O,
  kind: GoOnCommand<O>,
): Promise<void> {
  if (options.fromEvent !== undefined) {
    throw usageError('--from-event is for one execution; --from-step goes back to a step in each');
  }
  kind.checkForAll?.(options);
  const { qualifier: _, ...filter }: GoOnCommandOptions = options;
  const { DryRun: _dryRun, ...goOn } = await readGoOn(options, session.terminal);
  await bulk(session, filter, {
    participle: kind.participle,
    status: 'Failed',
    async act(context, { FlowName, Name }) {
      const request = { FlowName, ExecutionName: Name, ...goOn };
      return (await kind.act(context, request, options)).done;
    },
  });
}
