import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCase } from '../../examples/runner/check-case.ts';
import { type Home, runCase } from '../../examples/runner/run-case.ts';
import { createClient } from '../../src/cli/client.ts';
import { readConnection } from '../../src/cli/connection.ts';
import { deployableExamples } from './deployed-examples.ts';

// `npm run test:e2e`: the examples on a service in a real account (docs/deploy.md). Deploys a stack of flows and
// functions, runs every case, and destroys the stack.

const endpoint = process.env['FDL_E2E_ENDPOINT'];
const APP = fileURLToPath(new URL('./deployed-examples.ts', import.meta.url));
const MINUTES = 60_000;

function cdk(command: string, ...options: readonly string[]): void {
  const app = `${process.execPath} ${APP}`;
  execFileSync(
    'npx',
    ['cdk', command, 'FdlExamples', '--app', app, '--output', 'cdk.out/examples', ...options],
    {
      stdio: 'inherit',
    },
  );
}

describe.skipIf(endpoint === undefined)('a deployed service', () => {
  beforeAll(() => cdk('deploy', '--require-approval', 'never'), 15 * MINUTES);
  afterAll(() => cdk('destroy', '--force'), 15 * MINUTES);

  describe.each(deployableExamples())('runs $name', ({ cases }) => {
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
