import { STSClient } from '@aws-sdk/client-sts';
import type { AwsConfig } from '../config.ts';
import type { ObjectClients } from '../objects/s3-objects.ts';
import { assumeRole } from './assume-role.ts';
import { BRIEF } from './aws-caller.ts';
import { type ClientSettings, FlowClients } from './flow-clients.ts';
import { createTargetClients, type TargetClients } from './task-targets.ts';

/** The clients that call the targets of tasks and use objects, with the roles of their flows. */
export function createFlowClients({
  region,
  defaultRoleArn,
}: AwsConfig): FlowClients<TargetClients & ObjectClients> {
  const sts = new STSClient({ region, requestHandler: BRIEF });
  return new FlowClients({
    create: (settings) => ({ ...createTargetClients(settings), ...createObjectClients(settings) }),
    assumeRole: (roleArn, flowName) => assumeRole(sts, roleArn, flowName),
    ...(defaultRoleArn !== undefined && { defaultRoleArn }),
  });
}

/** The client of objects is opened when a flow first uses one: most never do. */
function createObjectClients(settings: ClientSettings): ObjectClients {
  let client: ReturnType<ObjectClients['objects']> | undefined;
  const open = async () => new (await import('../objects/s3-clients.ts')).FlowObjectClient(settings);
  return { objects: () => (client ??= open()) };
}
