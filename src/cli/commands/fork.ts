import type { Command } from 'commander';
import { readJsonObject } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { addGoOnCommand, type GoOnCommandOptions } from '../go-on-command.ts';
import type { Session } from '../service/session.ts';

interface ForkOptions extends GoOnCommandOptions {
  readonly name?: string;
  readonly input?: string;
}

/** `fdl fork FLOW EXECUTION`, or all of a filter: begins a new execution from where another one is, or was. */
export function addForkCommand(program: Command, session: Session): void {
  // The standard input can be read once.
  let inputText: Promise<string> | undefined;
  addGoOnCommand<ForkOptions>(program, session, {
    name: 'fork',
    description: 'begin a new execution from any point of another one, or of all of a filter',
    participle: 'forked',
    addOptions: (command) =>
      command
        .option('--name <name>', 'name of the new execution; a UUID when left out')
        .option('--input <json>', 'JSON object in place of its input; @FILE, or - for stdin'),
    checkForAll({ name }) {
      if (name !== undefined) throw usageError('--name is for one execution');
    },
    async act({ client, terminal }, request, { name, input }) {
      if (input !== undefined) inputText ??= readJsonObject('--input', input, terminal);
      const answer = await client.call('ForkExecution', {
        ...request,
        ...(name !== undefined && { NewExecutionName: name }),
        ...(inputText !== undefined && { Input: await inputText }),
      });
      const { NewExecutionName: execution } = answer;
      return { answer, done: `goes on as ${execution}`, execution };
    },
  });
}
