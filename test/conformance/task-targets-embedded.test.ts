import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FunctionRunner } from '../../src/local/functions/function-runner.ts';
import { createTaskTargets } from '../../src/local/task-targets.ts';
import { openQueueHome } from '../helpers/queue-home.ts';
import { SUITE_FUNCTIONS, taskTargetsSuite } from './task-targets.suite.ts';

taskTargetsSuite('embedded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-targets-'));
  mkdirSync(join(folder, 'suite'));
  for (const [name, code] of Object.entries(SUITE_FUNCTIONS)) {
    writeFileSync(join(folder, 'suite', `${name}.js`), code);
  }
  const queues = await openQueueHome();
  const endpoints = { api: 'http://127.0.0.1:1', queues: queues.url };
  const functions = new FunctionRunner(
    () => ({ directories: [folder], endpoints }),
    () => {},
  );
  return {
    targets: createTaskTargets(functions, queues),
    queues: { endpoint: queues.url, region: 'us-east-1' },
    dispose: async () => {
      await functions.close();
      await queues.close();
      rmSync(folder, { recursive: true });
    },
  };
});
