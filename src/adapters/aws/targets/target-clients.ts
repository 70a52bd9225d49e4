import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsConfig } from '../config.ts';
import { assumeRole } from './assume-role.ts';
import { FlowClients, type TargetClients } from './flow-clients.ts';

const BRIEF = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** A function may take 15 minutes, and as many may run at once as a driver has iterations under way. */
const LASTING = { connectionTimeout: 2_000, httpsAgent: { keepAlive: true, maxSockets: 1_000 } };

/** The clients that call what tasks name. A function is called once: retrying is the flow's business. */
export function createFlowClients({ region, defaultRoleArn }: AwsConfig): FlowClients {
  const sts = new STSClient({ region, requestHandler: BRIEF });
  return new FlowClients({
    create: (settings): TargetClients => ({
      lambda: new LambdaClient({ ...settings, maxAttempts: 1, requestHandler: LASTING }),
      sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false, requestHandler: BRIEF }),
      sns: new SNSClient({ ...settings, requestHandler: BRIEF }),
    }),
    assumeRole: (roleArn, flowName) => assumeRole(sts, roleArn, flowName),
    ...(defaultRoleArn !== undefined && { defaultRoleArn }),
  });
}
