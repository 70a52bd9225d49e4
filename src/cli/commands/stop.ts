import type { Command } from 'commander';
import { hasEnded, paintStatus } from '../output/execution-status.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface StopOptions extends ApiOptions {
  readonly error?: string;
  readonly cause?: string;
}

/** `fdl stop FLOW EXECUTION`: ends an execution; one that has ended stays as it is. */
export function addStopCommand(program: Command, session: Session): void {
  addApiCommand(program, 'stop <flow> <execution>', 'stop a running execution')
    .option('--error <name>', 'error that the history shows')
    .option('--cause <text>', 'cause that the history shows')
    .action(async (flow: string, name: string, options: StopOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const execution = await client.call('StopExecution', {
        FlowName: flow,
        ExecutionName: name,
        ...(options.error !== undefined && { Error: options.error }),
        ...(options.cause !== undefined && { Cause: options.cause }),
      });
      if (asJson) return printJson(terminal, execution);
      const { paint } = terminal.stdout;
      const state = hasEnded(execution.Status) ? paintStatus(execution.Status, paint) : 'is being stopped';
      terminal.stdout.write(`${flow} ${name} ${state}\n`);
    });
}
