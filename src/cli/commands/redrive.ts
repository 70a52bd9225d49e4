import type { Command } from 'commander';
import { addGoOnOptions, type GoOnOptions, readGoOn } from '../go-on-options.ts';
import { formatGoOn } from '../output/go-on-view.ts';
import { addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

/** `fdl redrive FLOW EXECUTION`: lets an execution that failed, timed out or was stopped go on. */
export function addRedriveCommand(program: Command, session: Session): void {
  const command = addApiCommand(
    program,
    'redrive <flow> <execution>',
    'let an execution that failed, timed out or was stopped go on',
  );
  addGoOnOptions(command).action(async (flow: string, name: string, options: GoOnOptions) => {
    const { client, terminal, asJson, commandLine } = apiContext(session, options);
    const request = { FlowName: flow, ExecutionName: name, ...(await readGoOn(options, terminal)) };
    const answer = await client.call('RedriveExecution', request);
    if (asJson) return printJson(terminal, answer);
    const done = `${flow} ${name} goes on (redrive ${answer.RedriveCount})`;
    terminal.stdout.write(formatGoOn(answer, done, terminal.stdout));
    if (!answer.DryRun) {
      terminal.stdout.write(`Follow it with: ${commandLine(`history ${flow} ${name} --follow`)}\n`);
    }
  });
}
