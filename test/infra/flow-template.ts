import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Flow, FlowDefinition, type FlowProps } from '../../lib/index.ts';
import { projectApp, resourcesOf } from './service-template.ts';

/** A function that flows of these tests call. */
export const RESERVE = 'acs:fc:::services/trip/functions/reserve';

/** A task step in YAML; `more` are further lines of it. */
export function task(name: string, resourceArn: string, more = ''): string {
  return `  - type: task\n    name: ${name}\n    resourceArn: ${resourceArn}\n${more}`;
}

/** The definition of a flow with these steps. */
export function definition(...steps: readonly string[]): FlowDefinition {
  return FlowDefinition.fromText(`version: v1\ntype: flow\nsteps:\n${steps.join('')}`);
}

/** A step that sends to the queue `office` and waits for a report. */
export const QUEUE_STEP = task(
  'ask',
  'acs:mns:::/queues/office/messages',
  '    serviceParams:\n      MessageBody: $\n    pattern: waitForCallback\n',
);

/** A step that publishes to the topic `news`. */
export const TOPIC_STEP = task(
  'tell',
  'acs:mns:::/topics/news/messages',
  '    serviceParams:\n      MessageBody: $\n',
);

/** The flow `Trip` in the stack `Shop`. */
export function deploy(props: (stack: Stack) => FlowProps): { stack: Stack; template: Template } {
  const stack = new Stack(projectApp(), 'Shop');
  new Flow(stack, 'Trip', props(stack));
  return { stack, template: Template.fromStack(stack) };
}

/** The properties with which the first flow is registered. */
export function registrationOf(template: Template) {
  return Object.values(resourcesOf(template, 'Custom::FdlFlow'))[0]?.Properties;
}
