import { FlowClients } from '../../../src/adapters/aws/targets/flow-clients.ts';
import { createAwsTaskTargets } from '../../../src/adapters/aws/targets/task-targets.ts';
import { systemClock } from '../../../src/adapters/system.ts';
import { SUITE_FUNCTIONS, taskTargetsSuite } from '../../conformance/task-targets.suite.ts';
import { TEST_ACCOUNT } from '../emulated/dynamodb.ts';
import { nodeFunctions, startLambda } from '../emulated/lambda.ts';
import { ACCOUNT, QueueEmulator } from '../emulated/queues.ts';
import { NO_REPLIES, targetClientsOf } from '../emulated/target-clients.ts';

taskTargetsSuite('AWS', async () => {
  const sources = new Map(Object.entries(SUITE_FUNCTIONS).map(([name, code]) => [`suite-${name}`, code]));
  const lambda = await startLambda(nodeFunctions(sources));
  const queues = await QueueEmulator.open();
  const { endpoint } = queues;
  const clients = new FlowClients({
    create: () => ({
      ...targetClientsOf(endpoint),
      function: targetClientsOf(lambda.endpoint).function,
    }),
    assumeRole: () => Promise.reject(new Error('these flows have no roles')),
  });
  const naming = { region: TEST_ACCOUNT.region, accountId: ACCOUNT, bindings: {} };
  return {
    targets: createAwsTaskTargets(clients, naming, systemClock, NO_REPLIES),
    queues: { endpoint, region: TEST_ACCOUNT.region },
    dispose: async () => {
      await lambda.close();
      await queues.close();
    },
  };
});
