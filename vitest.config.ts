import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { COMPILED } from './test/helpers/compiled.ts';
import { passBySlowPython } from './test/helpers/real-python.ts';

// Half of a short process goes into compiling modules and stripping their types: all of a run's processes share that work.
process.env['NODE_COMPILE_CACHE'] ??= COMPILED;

// What tests and the programs that they start leave in the folder for temporary files goes with the run.
const temporary = mkdtempSync(join(tmpdir(), 'fdl-tests-'));
// Some run a program as a user without rights, which must be able to read what they made for it.
chmodSync(temporary, 0o755);
process.env['TMPDIR'] = temporary;
process.on('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));

passBySlowPython();

/** Tests of functions that depend on nothing but their arguments: files share one thread and its modules. */
const PURE =
  'test/unit/{common,editor,expressions,flow,fdl,interpreter,graph,schedules,targets,trace}/**/*.test.ts';

/** Tests that leave their process as it is, and so share it with others, and the modules that it has loaded. */
const INSIDE = [
  'test/{conformance,e2e,flows,fuzz,aws/conformance}/**/*.test.ts',
  'test/unit/*.test.ts',
  // The modules of the functions on AWS read their environment when they are loaded, which each test sets.
  'test/unit/!(lambdas)/**/*.test.ts',
];

/** Tests that load the CDK, which takes seconds: one process loads it for all of them. */
const INFRA = ['test/infra/**/*.test.ts', 'test/unit/testing/typescript/*.test.ts'];

/** Tests of examples with time limits of seconds, as users have them: nothing may run meanwhile but what steps back. */
const ALONE = ['test/aws/home.test.ts', 'test/e2e/embedded-home.test.ts'];

/** Tests of whole days in virtual time, which say nothing about which lines are covered by tests of their own. */
const SIMULATED = 'test/simulation/**/*.test.ts';

/** Tests that drive a real browser. */
const BROWSER = 'test/console/**/*.test.ts';

/** Tests that `npm run test:long` repeats with more of everything: seeds, kills, mutations, time under load. */
const REPEATED = [
  'test/simulation/random/*.test.ts',
  'test/simulation/exhaustive.test.ts',
  'test/simulation/mutants.test.ts',
  'test/e2e/local-chaos.test.ts',
  'test/e2e/cli-streams.test.ts',
  'test/unit/engine/history/history.property.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/load/load.test.ts',
  'test/e2e/local-load.test.ts',
];

/** Tests for which `npm test` has no time at all. */
const LONG = ['test/package/**/*.test.ts', 'test/**/*.long.test.ts'];

/** Those of them that measure, or run examples: no other test runs meanwhile. */
const LONG_ALONE = 'test/e2e/*.long.test.ts';

const MORE = {
  FDL_STRIDE: '1',
  // For each home, with a fifth as many of each of the seven other kinds of day: 10,080 in all.
  FDL_SEEDS: '2100',
  FDL_KILLS: '25',
  FDL_MUTATIONS: '20000',
  FDL_LOAD_SECONDS: '60',
  FDL_HISTORIES: '40',
  FDL_REDIRECTION_STRIDE: '1',
  FDL_CASES_STRIDE: '1',
  FDL_AT_ONCE: '1000',
};

/** Files that take longest. */
const LONGEST =
  /\/(console|simulation|e2e\/(first-flow|local-\w+|cli-streams|embedded-home)|aws\/(conformance|costs)|bad-input)\b/;

/** Begins with the files that take longest, so that none of them is left when all others have ended. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  return LONGEST.test(moduleId) ? 0 : 1;
}

/** Most tests wait: for a process, a socket, a flush. */
const WAITING = { maxWorkers: 4, sequence: { groupOrder: 1 } };

/** Simulations compute all the time, and so does a browser. */
const COMPUTING = { maxWorkers: 2, sequence: { groupOrder: 2 } };

export default defineConfig({
  test: {
    // Node.js loads the modules itself, as it does for users: it strips the types, and keeps what it compiled.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { sequencer: LongestFirst },
    setupFiles: ['test/setup.ts'],
    // What takes seconds on an idle machine may take minutes on a busy one: this ends only what never would.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: [PURE], pool: 'threads', isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'inside',
          include: INSIDE,
          exclude: [PURE, ...INFRA, ...ALONE, ...LONG],
          isolate: false,
          ...WAITING,
        },
      },
      {
        extends: true,
        test: {
          name: 'outside',
          include: ['test/**/*.test.ts'],
          exclude: [PURE, ...INSIDE, ...INFRA, ...ALONE, BROWSER, SIMULATED, ...LONG],
          ...COMPUTING,
        },
      },
      {
        extends: true,
        test: {
          name: 'infra',
          include: INFRA,
          exclude: LONG,
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // They compute when nothing else does.
        test: { name: 'simulated', include: [SIMULATED], testTimeout: 600_000, ...COMPUTING },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER],
          globalSetup: 'test/console/shared-browser.ts',
          isolate: false,
          ...COMPUTING,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 3 } },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: [...REPEATED, ...LONG],
          exclude: [LONG_ALONE],
          env: MORE,
          testTimeout: 600_000,
          maxWorkers: 3,
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        test: { name: 'long-alone', include: [LONG_ALONE], maxWorkers: 1, sequence: { groupOrder: 5 } },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: {
        // Just below what `npm run test:coverage` finds; tests that start servers and programs are not in it.
        statements: 85,
        branches: 81,
        functions: 84,
        lines: 87,
        'src/{common,expressions,flow,fdl,interpreter}/**': {
          lines: 100,
          branches: 100,
          functions: 100,
          statements: 100,
        },
      },
    },
  },
});
