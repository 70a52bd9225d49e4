import type { Clock } from '../../../ports/clock.ts';
import type { Caller, TaskTargets } from '../../../ports/task-targets.ts';
import type { FlowClients } from './flow-clients.ts';
import { boundRole } from './flow-roles.ts';
import { invokeFunction } from './invoke-function.ts';
import type { Naming } from './resource-names.ts';
import { publishToTopic, sendToQueue } from './send-message.ts';

/** Lambda functions, queues of SQS and topics of SNS, called with the role of the flow. */
export function createAwsTaskTargets(clients: FlowClients, naming: Naming, clock: Clock): TaskTargets {
  const bound = <T extends { readonly caller: Caller }>(call: T): T => ({
    ...call,
    caller: { ...call.caller, roleArn: boundRole(call.caller.roleArn, naming) },
  });
  return {
    invokeFunction: (call) => invokeFunction(bound(call), clients, naming, clock.now()),
    sendToQueue: (call) => sendToQueue(bound(call), clients, naming),
    publishToTopic: (call) => publishToTopic(bound(call), clients, naming),
  };
}
