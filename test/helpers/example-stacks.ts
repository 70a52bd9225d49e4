import { Template } from 'aws-cdk-lib/assertions';
import type { Example } from '../../examples/runner/example.ts';
import type { ExampleStack } from '../../examples/shared/example-stack.ts';
import { EXAMPLE_STACKS } from '../../examples/stacks.ts';
import type { JsonObject } from '../../src/common/json.ts';
import { eventDetail, eventId, type ObjectCreated } from '../../src/local/objects/object-created.ts';
import type { EventRule } from '../aws/emulated/event-bus.ts';
import { projectApp, resourcesOf } from '../infra/service-template.ts';

/** The stack of an example in an app of its own, without the code of its functions. */
export function exampleStack(name: string): ExampleStack {
  const Stack = EXAMPLE_STACKS[name];
  if (Stack === undefined) throw new Error(`${name} has no stack`);
  return new Stack(projectApp());
}

/** The stacks that it deploys. */
export function exampleTemplate(name: string): Template {
  return Template.fromStack(exampleStack(name));
}

/** The event rules of an example's stack, whose only bucket of uploads has the name that the example gives it. */
export function eventRulesOf({ name, uploads }: Example): readonly EventRule[] {
  const [upload] = uploads;
  if (upload === undefined) return [];
  return Object.values(resourcesOf(exampleTemplate(name), 'AWS::Events::Rule')).map(({ Properties }) =>
    JSON.parse(JSON.stringify(Properties).replaceAll(/\{"Ref":"\w+"\}/g, JSON.stringify(upload.bucket))),
  );
}

/** The event that S3 sends of an object. */
export function objectCreatedEvent(created: ObjectCreated): JsonObject {
  return {
    version: '0',
    id: eventId(created),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: '2026-01-05T12:00:00Z',
    region: 'us-east-1',
    resources: [`arn:aws:s3:::${created.bucket}`],
    detail: eventDetail(created),
  };
}
