import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCase } from '../../examples/runner/check-case.ts';
import { readExamples } from '../../examples/runner/example.ts';
import { type Home, runCase } from '../../examples/runner/run-case.ts';
import { createClient } from '../../src/cli/service/client.ts';
import { readConnection } from '../../src/cli/service/connection.ts';
import { exampleStack } from '../helpers/example-stacks.ts';

// `npm run test:e2e`: examples on a service in a real account (docs/guide/deploy.md). Deploys the stacks of the examples,
// runs every case, and destroys the stacks.

const endpoint = process.env['FDL_E2E_ENDPOINT'];
const APP = `${process.execPath} ${fileURLToPath(new URL('../../examples/app.ts', import.meta.url))}`;
const MINUTES = 60_000;

/** Those that run as they are: no workers to keep running, no buckets to fill, nothing to release meanwhile. */
const examples = readExamples().filter(
  ({ workers, uploads, buckets, cases }) =>
    workers.length + uploads.length + buckets.length === 0 &&
    cases.every(({ release }) => release === undefined),
);

function cdk(command: string, ...options: readonly string[]): void {
  const output = ['--output', 'cdk.out/examples'];
  const stacks = examples.map(({ name }) => exampleStack(name).stackName);
  execFileSync('npx', ['cdk', command, ...stacks, '--app', APP, ...output, ...options], { stdio: 'inherit' });
}

describe.skipIf(endpoint === undefined)('a deployed service', () => {
  beforeAll(() => cdk('deploy', '--require-approval', 'never'), 20 * MINUTES);
  afterAll(() => cdk('destroy', '--force'), 20 * MINUTES);

  describe.each(examples)('runs $name', ({ cases }) => {
    test.concurrent.each(cases)('$name', { timeout: 10 * MINUTES }, async (exampleCase) => {
      const client = createClient(readConnection(endpoint, process.env));
      const home: Home = {
        call: (operation, request) => client.call(operation, request),
        pause: () => sleep(1_000),
      };
      expect(checkCase(exampleCase, await runCase(home, exampleCase))).toEqual([]);
    });
  });
});
