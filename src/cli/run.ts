import { main, reportOutputFailure } from './main.ts';
import { processTerminal } from './output/terminal.ts';

/** Runs the command line that this process was started with; the process ends with its exit code. */
export async function run(): Promise<void> {
  const argv = process.argv.slice(2);
  const terminal = processTerminal((error) => process.exit(reportOutputFailure(error, argv, terminal)));
  process.exitCode = await main(argv, terminal);
}
