import { Command } from 'commander';
import { EXIT_CODE_HELP } from './exit-codes.ts';
import { version } from './manifest.ts';
import type { Session } from './service/session.ts';

const VARIABLES_HELP = `Variables:
  FDL_ENDPOINT           where the API is
  FDL_ACCESS_KEY_ID      key to call with, and for fdl dev the key to demand of callers
  FDL_ACCESS_KEY_SECRET  its secret
  FDL_JSON               true is --json
  NO_COLOR               no colours`;

type AddCommand = (program: Command, session: Session) => void;

/** Every command by its name, in the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  dev: async () => (await import('./commands/dev.ts')).addDevCommand,
  validate: async () => (await import('./commands/validate.ts')).addValidateCommand,
  lsp: async () => (await import('./commands/lsp.ts')).addLspCommand,
  migrate: async () => (await import('./commands/migrate.ts')).addMigrateCommand,
  test: async () => (await import('./commands/test.ts')).addTestCommand,
  graph: async () => (await import('./commands/graph.ts')).addGraphCommand,
  flow: async () => (await import('./commands/flow.ts')).addFlowCommands,
  start: async () => (await import('./commands/start.ts')).addStartCommand,
  list: async () => (await import('./commands/list.ts')).addListCommand,
  describe: async () => (await import('./commands/describe.ts')).addDescribeCommand,
  history: async () => (await import('./commands/history.ts')).addHistoryCommand,
  logs: async () => (await import('./commands/logs.ts')).addLogsCommand,
  'map-run': async () => (await import('./commands/map-run.ts')).addMapRunCommands,
  redrive: async () => (await import('./commands/redrive.ts')).addRedriveCommand,
  fork: async () => (await import('./commands/fork.ts')).addForkCommand,
  stop: async () => (await import('./commands/stop.ts')).addStopCommand,
  tasks: async () => (await import('./commands/tasks.ts')).addTasksCommand,
  report: async () => (await import('./commands/report.ts')).addReportCommand,
  schedule: async () => (await import('./commands/schedule.ts')).addScheduleCommands,
  backup: async () => (await import('./commands/backup.ts')).addBackupCommand,
  restore: async () => (await import('./commands/restore.ts')).addRestoreCommand,
  admin: async () => (await import('./commands/admin.ts')).addAdminCommands,
};

/**
 * The command line with the command named `wanted`, or with all commands where there is none of that name: the others
 * need not be loaded. Parsing throws instead of ending the process, and prints help but no errors.
 */
export async function buildProgram(session: Session, wanted = ''): Promise<Command> {
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
  const isKnown = Object.hasOwn(COMMANDS, wanted);
  for (const [name, load] of Object.entries(COMMANDS)) {
    if (isKnown && name !== wanted) continue;
    const add = await load();
    add(program, session);
  }
  return program;
}
