import type { Command } from 'commander';
import { addGoOnCommand } from '../go-on-command.ts';
import type { Session } from '../service/session.ts';

/** `fdl redrive FLOW EXECUTION`, or all of a filter: lets what failed, timed out or was stopped go on. */
export function addRedriveCommand(program: Command, session: Session): void {
  addGoOnCommand(program, session, {
    name: 'redrive',
    description: 'let an execution that failed, timed out or was stopped go on, or all of a filter',
    participle: 'redriven',
    async act({ client }, request) {
      const answer = await client.call('RedriveExecution', request);
      const done = `goes on (redrive ${answer.RedriveCount})`;
      return { answer, done, execution: request.ExecutionName };
    },
  });
}
