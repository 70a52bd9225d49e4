import type { Command } from 'commander';
import { readInteger } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { type ApiOptions, addApiCommand, apiContext, type Session, wantsJson } from '../service/session.ts';
import type { TestRequest } from '../tests/run-tests.ts';

const REPORTERS = ['terminal', 'junit', 'tap'] as const;

interface TestCommandOptions extends ApiOptions {
  readonly reporter: string;
  readonly filter?: string;
  readonly update?: boolean;
  readonly watch?: boolean;
  readonly coverage?: boolean;
  readonly pictures?: string;
  readonly minCoverage?: string;
  readonly record?: boolean;
  readonly output?: string;
}

/** `fdl test [PATHS…]`: runs the cases of test files without a server. `--record FLOW EXECUTION` writes one. */
export function addTestCommand(program: Command, session: Session): void {
  addApiCommand(
    program,
    'test [paths...]',
    'run the cases of *.test.yaml files, in memory on a clock of their own',
  )
    .option('--reporter <name>', `${REPORTERS.join(', ')}; --json is one, too`, 'terminal')
    .option('--filter <text>', 'only cases whose file and name contain this')
    .option('--update', 'write what came of the cases into what they expect')
    .option('--watch', 'run again whenever a file changes')
    .option('--coverage', 'show what the cases have done of their flows')
    .option('--pictures <folder>', 'draw each flow into a folder, what no case has done in grey')
    .option('--min-coverage <percent>', 'fail when the cases do less of their flows')
    .option('--record', 'write a case from an execution that has ended: fdl test --record FLOW EXECUTION')
    .option('--output <file>', 'with --record, the test file to write or to add to, instead of stdout')
    .action(async (given: readonly string[], options: TestCommandOptions) => {
      if (options.record === true) await record(given, options, session);
      else await test(given, options, session);
    });
}

async function test(given: readonly string[], options: TestCommandOptions, session: Session): Promise<void> {
  const { terminal } = session;
  if (options.output !== undefined) throw usageError('--output goes with --record');
  const request: TestRequest = {
    paths: given.length === 0 ? ['.'] : given,
    reporter: wantsJson(options, terminal) ? 'json' : readReporter(options.reporter),
    filter: options.filter ?? '',
    update: options.update ?? false,
    ...wantedCoverage(options),
  };
  // The engine is loaded only when something is tested.
  const { runTests, watchTests } = await import('../tests/run-tests.ts');
  const isGood =
    options.watch === true ? await watchTests(request, terminal) : await runTests(request, terminal);
  session.exitCode = isGood ? EXIT.ok : EXIT.failed;
}

async function record(
  given: readonly string[],
  options: TestCommandOptions,
  session: Session,
): Promise<void> {
  const [FlowName, ExecutionName, ...more] = given;
  if (FlowName === undefined || ExecutionName === undefined || more.length > 0)
    throw usageError('--record takes the names of a flow and of one of its executions');
  const { client, terminal } = apiContext(session, options);
  const { recordInto, recordTest } = await import('../tests/record-test.ts');
  const key = { FlowName, ExecutionName };
  if (options.output !== undefined) await recordInto(client, key, options.output);
  else terminal.stdout.write((await recordTest(client, key)).text);
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
