import { main } from './main.ts';
import { processTerminal } from './output/terminal.ts';

/** Runs the command line that this process was started with; the process ends with its exit code. */
export async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}
