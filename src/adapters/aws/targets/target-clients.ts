import { STSClient } from '@aws-sdk/client-sts';
import type { AwsConfig } from '../config.ts';
import { assumeRole } from './assume-role.ts';
import { BRIEF } from './aws-caller.ts';
import { FlowClients } from './flow-clients.ts';
import { createTargetClients, type TargetClients } from './task-targets.ts';

/** The clients that call the targets of tasks, with the roles of their flows. */
export function createFlowClients({ region, defaultRoleArn }: AwsConfig): FlowClients<TargetClients> {
  const sts = new STSClient({ region, requestHandler: BRIEF });
  return new FlowClients({
    create: createTargetClients,
    assumeRole: (roleArn, flowName) => assumeRole(sts, roleArn, flowName),
    ...(defaultRoleArn !== undefined && { defaultRoleArn }),
  });
}
