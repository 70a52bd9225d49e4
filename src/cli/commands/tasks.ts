import type { Command } from 'commander';
import type { OpenTaskView } from '../../api/contract.ts';
import { formatTable } from '../output/table.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';
import { allFlows } from './all-flows.ts';

/** `fdl tasks [FLOW]`: tasks of one flow or of all that wait for a report, with their tokens. */
export function addTasksCommand(program: Command, session: Session): void {
  addApiCommand(program, 'tasks [flow]', 'list the tasks that wait for a report, with their tokens').action(
    async (flow: string | undefined, options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const flows = flow === undefined ? (await allFlows(client)).map(({ Name }) => Name) : [flow];
      const tasks: OpenTaskView[] = [];
      for (const name of flows) tasks.push(...(await tasksOf(client, name)));
      if (asJson) return printJson(terminal, { Tasks: tasks });
      if (tasks.length === 0) return terminal.stdout.write('No task waits for a report.\n');
      const hasHeartbeats = tasks.some(({ NextHeartbeatTime }) => NextHeartbeatTime !== undefined);
      const rows = tasks.map((task) => [
        task.SubmittedTime,
        task.FlowName,
        task.ExecutionName,
        task.StepName,
        ...(hasHeartbeats ? [task.HeartbeatTime ?? '', task.HeartbeatDetail ?? ''] : []),
        task.TaskToken,
      ]);
      const heartbeatColumns = hasHeartbeats ? ['HEARTBEAT', 'DETAIL'] : [];
      terminal.stdout.write(
        // Wider than the terminal if need be: half a token is of no use.
        formatTable(['SUBMITTED', 'FLOW', 'EXECUTION', 'STEP', ...heartbeatColumns, 'TOKEN'], rows, {
          paint: terminal.stdout.paint,
          columns: undefined,
        }),
      );
    },
  );
}

async function tasksOf(client: Client, flow: string): Promise<readonly OpenTaskView[]> {
  return await collectPages<OpenTaskView>(async (token) => {
    const { Tasks, NextToken } = await client.call('ListOpenTasks', {
      FlowName: flow,
      ...(token !== undefined && { NextToken: token }),
    });
    return { items: Tasks, nextToken: NextToken };
  });
}
