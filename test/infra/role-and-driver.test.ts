import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Flow, FlowDefinition } from '../../lib/index.ts';
import { FlowClients } from '../../src/adapters/aws/targets/flow-clients.ts';
import { createAwsTaskTargets } from '../../src/adapters/aws/targets/task-targets.ts';
import { systemClock } from '../../src/adapters/system.ts';
import { partitionOf } from '../../src/targets/aws-resource.ts';
import { kindOf, readTarget, requestOf, shapesOf, type TaskTarget } from '../../src/targets/targets.ts';
import { serve, type TestRequest, type TestServer } from '../aws/emulated/http.ts';
import { NO_REPLIES, targetClientsOf } from '../aws/emulated/target-clients.ts';
import { projectApp, type Statement, statementsOf } from './service-template.ts';

const ACCOUNT = '111122223333';
const OTHER_ACCOUNT = '444455556666';
const HOMES = ['eu-central-1', 'cn-north-1', 'us-gov-west-1'];
const REGIONS = ['', 'eu-central-1', 'us-east-2', 'cn-north-1'];
const QUALIFIERS = ['', 'LATEST', '$LATEST', 'live', '3'];

/** The part of a shape that names a version or an alias. */
const QUALIFIER = /\[(.)\{(?:qualifier|version or alias)\}\]/;

/** Every ARN that the forms of targets allow: with and without region, account and qualifier. */
function arnsOf(shape: string): readonly string[] {
  const qualifiers = QUALIFIER.test(shape) ? QUALIFIERS : [''];
  return qualifiers.flatMap((qualifier) =>
    REGIONS.flatMap((region) =>
      ['', ACCOUNT, OTHER_ACCOUNT].map((account) =>
        shape
          .replace(QUALIFIER, qualifier === '' ? '' : `$1${qualifier.replace('$', '$$$$')}`)
          .replace('{region}', region)
          .replace('{account}', account)
          .replaceAll(/\{\w+\}/g, 'mill'),
      ),
    ),
  );
}

/** A definition with one task; undefined for what no definition may name. */
function definitionOf(arn: string): FlowDefinition | undefined {
  const target = readTarget('resourceArn', arn);
  if (target === undefined) return undefined;
  const params = requiredParams(target).map((name) => `${name}: x`);
  const serviceParams = params.length === 0 ? '' : `\n    serviceParams: {${params.join(', ')}}`;
  return FlowDefinition.fromText(
    `version: v1\ntype: flow\nsteps:\n  - type: task\n    name: t\n    resourceArn: ${arn}${serviceParams}\n`,
  );
}

function requiredParams(target: TaskTarget): readonly string[] {
  const params = Object.entries(kindOf(target).params);
  return params.flatMap(([name, { isRequired }]) => (isRequired ? name : []));
}

/** The permissions of the roles of flows, each as `action on ARN`. */
function allowedBy(definitions: readonly FlowDefinition[], region: string): readonly (readonly string[])[] {
  const stack = new Stack(projectApp(), 'Case', { env: { region, account: ACCOUNT } });
  definitions.forEach((definition, index) => {
    new Flow(stack, `Flow${index}`, { definition });
  });
  const template = Template.fromStack(stack);
  return definitions.map((_, index) =>
    statementsOf(template, `Flow${index}Role`).map(
      ({ Action, Resource }: Statement) => `${Action} on ${resolved(Resource, region)}`,
    ),
  );
}

/** A value of a template where the stack is. */
function resolved(value: unknown, region: string): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Join': join } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]] };
  if (Ref === 'AWS::Partition') return partitionOf(region);
  if (join === undefined) throw new Error(JSON.stringify(value));
  return join[1].map((part) => resolved(part, region)).join('');
}

describe("what a flow's role allows", () => {
  let aws: TestServer;
  let requests: TestRequest[];

  beforeAll(async () => {
    aws = await serve(async (request) => {
      requests.push(request);
      return { status: 200, body: '{}' };
    });
  });

  afterAll(() => aws.close());

  /** The call of the driver for a target, as `action on ARN`, read from its signed request. */
  async function calledFor(target: TaskTarget, home: string): Promise<readonly string[]> {
    requests = [];
    const clients = new FlowClients({
      create: ({ region }) => targetClientsOf(aws.endpoint, { region }),
      assumeRole: () => Promise.reject(new Error('no role is needed')),
    });
    const naming = { region: home, accountId: ACCOUNT, bindings: {} };
    const params = Object.fromEntries(requiredParams(target).map((name) => [name, 'x']));
    const request = requestOf(target, { input: {}, params, pattern: 'requestResponse' });
    if (typeof request === 'string') throw new Error(request);
    if (request.kind === 'flow' || request.kind === 'map') return [];
    const caller = { flowName: 'f', executionName: 'e', stepName: 's', taskId: 't', roleArn: '' };
    await createAwsTaskTargets(clients, naming, systemClock, NO_REPLIES).call({ ...request, caller });
    return requests.map((request) => actionOf(request, home));
  }

  test.each(shapesOf('resourceArn'))('is what the driver calls, for every ARN %s', async (shape) => {
    const definitions = arnsOf(shape).flatMap((arn) => definitionOf(arn) ?? []);
    expect(definitions.length).toBeGreaterThan(10);
    for (const home of HOMES) {
      const allowed = allowedBy(definitions, home);
      for (const [index, definition] of definitions.entries()) {
        const [target] = definition.targets();
        if (target === undefined) throw new Error('the definition has a task');
        expect([home, target.resourceArn, allowed[index]]).toEqual([
          home,
          target.resourceArn,
          await calledFor(target, home),
        ]);
      }
    }
  });
});

/** The permission that a request to AWS needs; its region is the one it was signed for. */
function actionOf({ path, query, headers, body }: TestRequest, home: string): string {
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  switch (service) {
    case 'lambda': {
      const [, encoded = ''] = /\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
      const name = decodeURIComponent(encoded);
      const place = `arn:${partitionOf(home)}:lambda:${home}:${ACCOUNT}:function:`;
      const arn = name.startsWith('arn:') ? name : place + name;
      const qualifier = query.get('Qualifier');
      expect(arn.split(':')[3]).toBe(region);
      return `lambda:InvokeFunction on ${arn}${qualifier === null ? '' : `:${qualifier}`}`;
    }
    case 'sqs': {
      const [account, name] = new URL(JSON.parse(body.toString()).QueueUrl).pathname.slice(1).split('/');
      return `sqs:SendMessage on arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`;
    }
    case 'sns': {
      const arn = new URLSearchParams(body.toString()).get('TopicArn') ?? '';
      expect(arn.split(':')[3]).toBe(region);
      return `sns:Publish on ${arn}`;
    }
    default:
      throw new Error(`a request for ${service}`);
  }
}
