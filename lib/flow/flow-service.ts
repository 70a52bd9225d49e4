import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib';

/** A deployed service, as `Flow` constructs of any stack in the same account and region refer to it. */
export interface FlowService {
  /** The function that registers flows. */
  readonly registrarArn: string;
  /** The queue that start messages go to. */
  readonly dispatchQueueArn: string;
  /** The queue for messages that could not be delivered to the other. */
  readonly deadLetterQueueArn: string;
  /** The queue that replies of functions go to for which no driver waits. */
  readonly replyQueueArn: string;
  /** The role that takes on the roles of flows. */
  readonly driverRoleArn: string;
}

/** Name of the stack that `npx cdk deploy` makes. */
export const SERVICE_STACK_NAME = 'FdlOnAws';

const MEMBERS = [
  'registrarArn',
  'dispatchQueueArn',
  'deadLetterQueueArn',
  'replyQueueArn',
  'driverRoleArn',
] as const satisfies (keyof FlowService)[];

/** Makes a service known to other stacks, by exports of its own stack. @returns the service */
export function exportService(stack: Stack, service: FlowService): FlowService {
  for (const member of MEMBERS) {
    new CfnOutput(stack, outputId(member), {
      value: service[member],
      exportName: exportName(stack.stackName, member),
    });
  }
  return service;
}

/** The service of a stack that was deployed before. */
export function importService(stackName: string = SERVICE_STACK_NAME): FlowService {
  const imported = (member: keyof FlowService) => Fn.importValue(exportName(stackName, member));
  return {
    registrarArn: imported('registrarArn'),
    dispatchQueueArn: imported('dispatchQueueArn'),
    deadLetterQueueArn: imported('deadLetterQueueArn'),
    replyQueueArn: imported('replyQueueArn'),
    driverRoleArn: imported('driverRoleArn'),
  };
}

function exportName(stackName: string, member: string): string {
  return `${stackName}-${outputId(member)}`;
}

function outputId(member: string): string {
  return `${member.charAt(0).toUpperCase()}${member.slice(1)}`;
}
