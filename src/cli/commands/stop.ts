import type { Command } from 'commander';
import { addBulkOptions, type BulkOptions, bulk } from '../bulk/bulk-command.ts';
import { usageError } from '../cli-error.ts';
import { addFilterOptions, addQualifierOption } from '../execution-filter.ts';
import { hasEnded, paintStatus } from '../output/execution-status.ts';
import { addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface StopOptions extends BulkOptions {
  readonly error?: string;
  readonly cause?: string;
}

/** `fdl stop FLOW EXECUTION`, or all that a filter matches; what has ended stays as it is. */
export function addStopCommand(program: Command, session: Session): void {
  const command = addApiCommand(
    program,
    'stop [flow] [execution]',
    'stop a running execution, or all of a filter',
  )
    .option('--error <name>', 'error that the history shows')
    .option('--cause <text>', 'cause that the history shows');
  addQualifierOption(addFilterOptions(addBulkOptions(command)))
    .option('--dry-run', 'only tell which would be stopped')
    .action(async (flow: string | undefined, name: string | undefined, options: StopOptions) => {
      if (flow === undefined) return await stopAll(session, options);
      if (name === undefined)
        throw usageError('name the execution too, or give --flow to stop all of a filter');
      await stopOne(session, { FlowName: flow, ExecutionName: name }, options);
    });
}

async function stopOne(
  session: Session,
  key: { readonly FlowName: string; readonly ExecutionName: string },
  options: StopOptions,
): Promise<void> {
  const { client, terminal, asJson } = apiContext(session, options);
  const execution = await client.call('StopExecution', { ...key, ...reasonOf(options) });
  if (asJson) return printJson(terminal, execution);
  const { paint } = terminal.stdout;
  const state = hasEnded(execution.Status) ? paintStatus(execution.Status, paint) : 'is being stopped';
  terminal.stdout.write(`${key.FlowName} ${key.ExecutionName} ${state}\n`);
}

/** `--error` and `--cause` are what the executions end with: those that run have no error to be found by. */
async function stopAll(session: Session, options: StopOptions): Promise<void> {
  const { error: _, ...filter } = options;
  await bulk(session, filter, {
    participle: 'stopped',
    status: 'Running',
    async act({ client }, { FlowName, Name }) {
      const request = { FlowName, ExecutionName: Name, ...reasonOf(options) };
      const { Status } = await client.call('StopExecution', request);
      return hasEnded(Status) ? `had ended: ${Status}` : 'is being stopped';
    },
  });
}

function reasonOf({ error, cause }: StopOptions) {
  return { ...(error !== undefined && { Error: error }), ...(cause !== undefined && { Cause: cause }) };
}
