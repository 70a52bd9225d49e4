import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../../src/adapters/aws/system.ts';
import { FlowClients } from '../../../src/adapters/aws/targets/flow-clients.ts';
import { createAwsTaskTargets } from '../../../src/adapters/aws/targets/task-targets.ts';
import { SUITE_FUNCTIONS, taskTargetsSuite } from '../../conformance/task-targets.suite.ts';
import { TEST_ACCOUNT } from '../emulated/dynamodb.ts';
import { nodeFunctions, startLambda } from '../emulated/lambda.ts';
import { ACCOUNT, QueueEmulator } from '../emulated/queues.ts';

taskTargetsSuite('AWS', async () => {
  const sources = new Map(Object.entries(SUITE_FUNCTIONS).map(([name, code]) => [`suite-${name}`, code]));
  const lambda = await startLambda(nodeFunctions(sources));
  const queues = await QueueEmulator.open();
  const { endpoint } = queues;
  const clients = new FlowClients({
    create: () => ({
      function: new LambdaClient({ ...TEST_ACCOUNT, endpoint: lambda.endpoint, maxAttempts: 1 }),
      queue: new SQSClient({ ...TEST_ACCOUNT, endpoint, useQueueUrlAsEndpoint: false }),
      topic: new SNSClient({ ...TEST_ACCOUNT, endpoint }),
    }),
    assumeRole: () => Promise.reject(new Error('these flows have no roles')),
  });
  const naming = { region: TEST_ACCOUNT.region, accountId: ACCOUNT, bindings: {} };
  return {
    targets: createAwsTaskTargets(clients, naming, systemClock),
    queues: { endpoint, region: TEST_ACCOUNT.region },
    dispose: async () => {
      await lambda.close();
      await queues.close();
    },
  };
});
