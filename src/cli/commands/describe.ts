import type { Command } from 'commander';
import { formatExecution } from '../output/execution-view.ts';
import { explain } from '../output/failure.ts';
import { describeExecution } from '../service/follow.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

/** `fdl describe FLOW EXECUTION`: one execution with input, output and why it failed. */
export function addDescribeCommand(program: Command, session: Session): void {
  addApiCommand(program, 'describe <flow> <execution>', 'show one execution').action(
    async (flow: string, name: string, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const described = await describeExecution(client, { FlowName: flow, ExecutionName: name });
      const execution = await explain(client, described);
      if (asJson) printJson(terminal, execution);
      else terminal.stdout.write(formatExecution(execution, Date.now(), terminal.stdout));
    },
  );
}
