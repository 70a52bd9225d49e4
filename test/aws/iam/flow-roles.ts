import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Example } from '../../../examples/runner/example.ts';
import type { Home } from '../../../examples/runner/run-case.ts';
import type { UsedObjects } from '../../../lib/flow/flow-objects.ts';
import { Flow, FlowDefinition } from '../../../lib/index.ts';
import { projectApp } from '../../infra/service-template.ts';
import { DRIVER_ROLE_ARN } from './deployed.ts';

const ROLES = 'arn:aws:iam::000000000000:role/fdl-flow/';

/** The role of a flow in the deployment of the tests. */
export function flowRoleArn(flowName: string): string {
  return `${ROLES}${flowName}`;
}

/** The flow that has the role; undefined for a role of no flow. */
export function flowOfRole(roleArn: string): string | undefined {
  return roleArn.startsWith(ROLES) ? roleArn.slice(ROLES.length) : undefined;
}

/** How the role of a flow begins in the template of all. */
export function flowRoleId(flowName: string): string {
  return `${flowName.replaceAll(/\W/g, '')}Role`;
}

/** The same home where every flow that is created has a role of its own. */
export function withFlowRoles(home: Home): Home {
  return {
    ...home,
    call: (operation, request) =>
      home.call(operation, {
        ...request,
        ...(operation === 'CreateFlow' &&
          'Name' in request && { RoleArn: flowRoleArn(String(request.Name)) }),
      }),
  };
}

/** The roles that `Flow` constructs make for flows of examples that are bound to nothing. */
export function flowTemplate(examples: readonly Example[]): Template {
  const stack = new Stack(projectApp(), 'Flows');
  const service = {
    registrarArn: 'arn:aws:lambda:us-east-1:000000000000:function:registrar',
    dispatchQueueArn: 'arn:aws:sqs:us-east-1:000000000000:dispatch',
    deadLetterQueueArn: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
    replyQueueArn: 'arn:aws:sqs:us-east-1:000000000000:replies',
    driverRoleArn: DRIVER_ROLE_ARN,
  };
  for (const example of examples) {
    for (const [flowName, text] of Object.entries(example.flows)) {
      const definition = FlowDefinition.fromText(text);
      const objects = usedObjects(stack, flowName, definition, example);
      new Flow(stack, flowName, { flowName, definition, service, ...objects });
    }
  }
  return Template.fromStack(stack);
}

/** A flow whose objects come with the input reads what starts it, and writes beside it. */
function usedObjects(
  stack: Stack,
  flowName: string,
  definition: FlowDefinition,
  { uploads }: Example,
): UsedObjects {
  const started = uploads.find(({ flow }) => flow === flowName);
  if (started === undefined || definition.objects().length === 0) return {};
  const bucket = Bucket.fromBucketName(stack, `${flowName}-objects`, started.bucket);
  return { readsFrom: [{ bucket, keyPrefix: started.prefix ?? '' }], writesTo: [{ bucket }] };
}
