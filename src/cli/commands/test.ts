import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { addCommand, type OutputOptions, type Session, wantsJson } from '../service/session.ts';

const REPORTERS = ['terminal', 'junit', 'tap'] as const;

interface TestCommandOptions extends OutputOptions {
  readonly reporter: string;
  readonly filter?: string;
}

/** `fdl test [PATHS…]`: runs the cases of test files, without a server. */
export function addTestCommand(program: Command, session: Session): void {
  addCommand(
    program,
    'test [paths...]',
    'run the cases of *.test.yaml files, in memory on a clock of their own',
  )
    .option('--reporter <name>', `${REPORTERS.join(', ')}; --json is one, too`, 'terminal')
    .option('--filter <text>', 'only cases whose file and name contain this')
    .action(async (given: readonly string[], options: TestCommandOptions) => {
      const { terminal } = session;
      const reporter = wantsJson(options, terminal) ? 'json' : readReporter(options.reporter);
      // The engine is loaded only when something is tested.
      const { runTests } = await import('../tests/run-tests.ts');
      const paths = given.length === 0 ? ['.'] : given;
      const isGood = await runTests({ paths, reporter, filter: options.filter ?? '' }, terminal);
      session.exitCode = isGood ? EXIT.ok : EXIT.failed;
    });
}

function readReporter(given: string): (typeof REPORTERS)[number] {
  const known = REPORTERS.find((name) => name === given);
  if (known !== undefined) return known;
  throw usageError(`--reporter must be one of ${REPORTERS.join(', ')}, not '${given}'`);
}
