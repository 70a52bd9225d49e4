import { performance as clock } from 'node:perf_hooks';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { measure, timed } from './measure.mjs';

// Runs the workloads with DBOS in this process, on the PostgreSQL that the first argument names.

const begun = clock.timeOrigin;
const STEPS = 10;
const done = async () => ({ done: true });

const sequence = DBOS.registerWorkflow(
  async () => {
    for (let at = 0; at < STEPS; at++) await DBOS.runStep(done, { name: `step${at}` });
  },
  { name: 'sequence' },
);
const fanOut = DBOS.registerWorkflow(
  async (count) => {
    const steps = Array.from({ length: count }, (_, at) => DBOS.runStep(done, { name: `item${at}` }));
    await Promise.all(steps);
  },
  { name: 'fanOut' },
);
const waiting = DBOS.registerWorkflow(async () => DBOS.recv('report', 60), { name: 'waiting' });

DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: process.argv[2],
  logLevel: 'error',
  runAdminServer: false,
});
await DBOS.launch();
await fanOut(1);
const first = clock.timeOrigin + clock.now() - begun;

async function report() {
  const handle = await DBOS.startWorkflow(waiting)();
  // Until it waits: nothing tells.
  await new Promise((resolve) => setTimeout(resolve, 30));
  return timed(async () => {
    await DBOS.send(handle.workflowID, 'go', 'report');
    await handle.getResult();
  });
}

const result = await measure({ first, steps: () => sequence(), items: (count) => fanOut(count), report });
console.log(JSON.stringify(result));
await DBOS.shutdown();
process.exit();
