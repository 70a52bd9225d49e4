import type { Command } from 'commander';
import { readInteger } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { addCommand, type OutputOptions, type Session, wantsJson } from '../service/session.ts';
import type { TestRequest } from '../tests/run-tests.ts';

const REPORTERS = ['terminal', 'junit', 'tap'] as const;

interface TestCommandOptions extends OutputOptions {
  readonly reporter: string;
  readonly filter?: string;
  readonly coverage?: boolean;
  readonly pictures?: string;
  readonly minCoverage?: string;
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
    .option('--coverage', 'show what the cases have done of their flows')
    .option('--pictures <folder>', 'draw each flow into a folder, what no case has done in grey')
    .option('--min-coverage <percent>', 'fail when the cases do less of their flows')
    .action(async (given: readonly string[], options: TestCommandOptions) => {
      const { terminal } = session;
      const reporter = wantsJson(options, terminal) ? 'json' : readReporter(options.reporter);
      // The engine is loaded only when something is tested.
      const { runTests } = await import('../tests/run-tests.ts');
      const paths = given.length === 0 ? ['.'] : given;
      const isGood = await runTests(
        { paths, reporter, filter: options.filter ?? '', ...wantedCoverage(options) },
        terminal,
      );
      session.exitCode = isGood ? EXIT.ok : EXIT.failed;
    });
}

function readReporter(given: string): (typeof REPORTERS)[number] {
  const known = REPORTERS.find((name) => name === given);
  if (known !== undefined) return known;
  throw usageError(`--reporter must be one of ${REPORTERS.join(', ')}, not '${given}'`);
}

function wantedCoverage({
  coverage,
  pictures,
  minCoverage,
}: TestCommandOptions): Pick<TestRequest, 'coverage'> {
  const least = minCoverage === undefined ? 0 : readInteger('--min-coverage', minCoverage, 0, 100);
  if ((coverage ?? pictures ?? minCoverage) === undefined) return {};
  return { coverage: { least, ...(pictures !== undefined && { pictures }) } };
}
