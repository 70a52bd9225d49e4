import { type App, Stack, Validations } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterEach, expect, test, vi } from 'vitest';
import { ConsoleStack } from '../../lib/console/console-stack.ts';
import { Hello } from '../../lib/hello/hello.ts';
import { FdlStack, Flow, FlowDefinition } from '../../lib/index.ts';
import { DEPLOYMENTS, type Flags, projectApp, type Statement } from './service-template.ts';

// Every finding of cdk-nag, by its id and resource, with the reason for which it is accepted: accepted-findings.txt. One that is
// new, or that an acknowledgement covers by chance, is a line that was not read yet.

const DEFINITION = `
version: v1
type: flow
steps:
  - type: task
    name: call
    resourceArn: acs:fc:::services/shop/functions/price
`;

/** An acknowledgement, as a construct gave it. */
interface Given {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

/** Notes acknowledgements from now on instead of heeding them. */
function noteAcknowledgements(): readonly Given[] {
  const given: Given[] = [];
  vi.spyOn(Validations.prototype, 'acknowledge').mockImplementation(function (this: Validations, ...acks) {
    const { scope } = this as unknown as { readonly scope: Stack };
    // The id begins with the name of the pack.
    for (const { id, reason } of acks)
      given.push({ path: scope.node.path, id: id.replace(/^\w+::/, ''), reason });
  });
  return given;
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Something that was found, and what of its resource it is about. */
interface Finding extends Omit<Given, 'reason'> {
  /** The actions that a policy allows on everything, where that was found. */
  readonly actions: string;
}

/** The findings in the service, its console, a flow, and the resources that `make` adds. */
function findingsOf(flags: Flags, make: (stack: FdlStack) => void = () => {}): readonly Finding[] {
  const app = projectApp(flags);
  const stack = new FdlStack(app, 'FdlOnAws');
  const { service } = stack;
  if (flags['production'] === undefined)
    new Hello(stack, 'Hello', { service, url: 'https://api.example.com' });
  new Flow(new Stack(app, 'Shop'), 'Flow', { definition: FlowDefinition.fromText(DEFINITION), service });
  if (flags['console'] !== undefined)
    new ConsoleStack(app, 'FdlConsole', { api: stack.api, isProtected: false });
  make(stack);
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)]
    .flatMap((pack) => pack.validateScope(app).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath: path = '' }) => {
        const actions = ruleName.endsWith('[Resource::*]') ? ` for ${onEverything(app, path)}` : '';
        return { id: ruleName, path, actions };
      }),
    );
}

/** The actions that the policy at a path allows on every resource: one finding stands for all of them. */
function onEverything(app: App, path: string): string {
  const policy = app.node.findAll().find(({ node }) => node.path === path);
  if (!(policy instanceof CfnPolicy)) return 'no policy';
  const document: { readonly Statement: readonly Statement[] } = Stack.of(policy).resolve(
    policy.policyDocument,
  );
  return document.Statement.filter(({ Resource }) => Resource === '*')
    .flatMap(({ Action }) => Action)
    .join(', ');
}

test('Every finding is accepted by itself, with a reason', async () => {
  const given = noteAcknowledgements();
  const lines = new Set<string>();
  const used = new Set<string>();
  for (const { id, path, actions } of DEPLOYMENTS.flatMap((flags) => findingsOf(flags))) {
    const accepted = given.find((one) => one.id === id && `${path}/`.startsWith(`${one.path}/`));
    lines.add(`${id} on ${path}${actions}: ${accepted?.reason ?? 'NOT ACCEPTED'}`);
    used.add(`${accepted?.id} on ${accepted?.path}`);
  }
  expect([...lines].filter((line) => line.endsWith('NOT ACCEPTED'))).toEqual([]);
  await expect(`${[...lines].toSorted().join('\n')}\n`).toMatchFileSnapshot('accepted-findings.txt');
  expect(given.map(({ id, path }) => `${id} on ${path}`).filter((one) => !used.has(one))).toEqual([]);
});

test('What is wrong is found', () => {
  noteAcknowledgements();
  const found = findingsOf({}, (stack) => {
    new Topic(stack, 'Topic');
    new Bucket(stack, 'Bucket');
  });
  expect(found).toContainEqual({ id: 'AwsSolutions-SNS3', path: 'FdlOnAws/Topic/Resource', actions: '' });
  expect(found).toContainEqual({ id: 'AwsSolutions-S10', path: 'FdlOnAws/Bucket/Resource', actions: '' });
});
