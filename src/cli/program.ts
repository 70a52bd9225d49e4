import { Command } from 'commander';
import { addAdminCommands } from './commands/admin.ts';
import { addDescribeCommand } from './commands/describe.ts';
import { addDevCommand } from './commands/dev.ts';
import { addFlowCommands } from './commands/flow.ts';
import { addGraphCommand } from './commands/graph.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addListCommand } from './commands/list.ts';
import { addReportCommand } from './commands/report.ts';
import { addScheduleCommands } from './commands/schedule.ts';
import { addStartCommand } from './commands/start.ts';
import { addStopCommand } from './commands/stop.ts';
import { addTasksCommand } from './commands/tasks.ts';
import { addValidateCommand } from './commands/validate.ts';
import { EXIT_CODE_HELP } from './exit-codes.ts';
import { version } from './manifest.ts';
import type { Session } from './service/session.ts';

const VARIABLES_HELP = `Variables:
  FDL_ENDPOINT           where the API is
  FDL_ACCESS_KEY_ID      key to call with, and for fdl dev the key to demand of callers
  FDL_ACCESS_KEY_SECRET  its secret
  FDL_JSON               true is --json
  NO_COLOR               no colours`;

/** The whole command line. Parsing throws instead of ending the process, and prints help but no errors. */
export function buildProgram(session: Session): Command {
  const { stdout, stderr } = session.terminal;
  const program = new Command('fdl')
    .description('Runs FDL flows: Serverless Workflow (FnF 2019-03-15) as open software.')
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {},
    })
    .addHelpText('after', `\n${VARIABLES_HELP}\n\n${EXIT_CODE_HELP}`);
  addDevCommand(program, session);
  addValidateCommand(program, session);
  addGraphCommand(program, session);
  addFlowCommands(program, session);
  addStartCommand(program, session);
  addListCommand(program, session);
  addDescribeCommand(program, session);
  addHistoryCommand(program, session);
  addStopCommand(program, session);
  addTasksCommand(program, session);
  addReportCommand(program, session);
  addScheduleCommands(program, session);
  addAdminCommands(program, session);
  return program;
}
