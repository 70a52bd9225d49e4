import type { Command } from 'commander';
import type { EventView } from '../../api/contract.ts';
import { formatEvent } from '../output/event-line.ts';
import { follow } from '../service/await-execution.ts';
import { describeExecution, readEvents } from '../service/follow.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface HistoryOptions extends ApiOptions {
  readonly follow?: boolean;
}

/** `fdl history FLOW EXECUTION`: the events so far, or with `--follow` all until the end. */
export function addHistoryCommand(program: Command, session: Session): void {
  addApiCommand(program, 'history <flow> <execution>', 'show the events of one execution')
    .option('--follow', 'go on until the execution ends and exit by how it went')
    .action(async (flow: string, name: string, options: HistoryOptions) => {
      const context = apiContext(session, options);
      const { client, terminal, asJson } = context;
      const key = { FlowName: flow, ExecutionName: name };
      if (options.follow === true) {
        session.exitCode = await follow(context, await describeExecution(client, key));
        return;
      }
      const all: EventView[] = [];
      for await (const events of readEvents(client, key)) {
        if (asJson) all.push(...events);
        else terminal.stdout.write(events.map((event) => formatLine(event, session)).join(''));
      }
      if (asJson) printJson(terminal, { Events: all });
    });
}

function formatLine(event: EventView, { terminal: { stdout } }: Session): string {
  return `${formatEvent(event, stdout.paint, stdout.columns)}\n`;
}
