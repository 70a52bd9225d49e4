import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FdlStack } from '../../lib/index.ts';

/** Context flags of a deployment. */
export type Flags = Readonly<Record<string, unknown>>;

/** The context of `cdk.json`, which every command of the CDK has. */
export const { context: PROJECT }: { readonly context: Flags } = JSON.parse(
  readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
);

/** Functions are bundled in one test of their own; everywhere else their code does not matter. */
const WITHOUT_BUNDLING: Flags = { 'aws:cdk:bundling-stacks': [] };

/** The deployments that differ in what they are made of. */
export const DEPLOYMENTS: readonly Flags[] = [
  {},
  { production: true },
  { customerKey: true },
  { mns: true },
  { console: true },
];

/**
 * An app as the CDK starts it, without the code of functions. The CDK's own checks of a template take longer than all
 * else together: valid-templates.ts has them made.
 */
export function projectApp(flags: Flags = {}, builtinCloudFormationValidation = false): App {
  return new App({ builtinCloudFormationValidation, context: { ...PROJECT, ...WITHOUT_BUNDLING, ...flags } });
}

const templates = new Map<string, Template>();

/** The whole service as `npx cdk synth` makes it, without the code of its functions; made once for the same flags. */
export function serviceTemplate(flags: Flags = {}): Template {
  const key = JSON.stringify(flags);
  const template = templates.get(key) ?? Template.fromStack(serviceStack(flags));
  templates.set(key, template);
  return template;
}

/** The stack of the service in an app of its own. */
export function serviceStack(flags: Flags = {}): FdlStack {
  return new FdlStack(projectApp(flags), 'FdlOnAws');
}

/** A resource of a template; one that takes every default has no properties. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** All resources of a type by logical id. */
export function resourcesOf(template: Template, type: string): Readonly<Record<string, Resource>> {
  return template.findResources(type) as Record<string, Resource>;
}

/** The resources that are not those with which the CDK empties a bucket that goes with its stack. */
export function ownOf(template: Template, type: string): Readonly<Record<string, Resource>> {
  const all = Object.entries(resourcesOf(template, type));
  return Object.fromEntries(all.filter(([id]) => !id.startsWith('CustomS3AutoDeleteObjects')));
}

/** One statement of a policy. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of the role whose logical id begins so. */
export function statementsOf(template: Template, rolePrefix: string): readonly Statement[] {
  const attached = Object.values(resourcesOf(template, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties['Roles']).includes(`"Ref":"${rolePrefix}`))
    .map(({ Properties }) => Properties);
  const within = Object.entries(resourcesOf(template, 'AWS::IAM::Role'))
    .filter(([id]) => id.startsWith(rolePrefix))
    .flatMap(([, { Properties }]) => (Properties['Policies'] ?? []) as Record<string, unknown>[]);
  return [...attached, ...within].flatMap(
    (policy) => (policy['PolicyDocument'] as { Statement: Statement[] }).Statement,
  );
}

/** Every action of statements with each resource that it is allowed on, as JSON text. */
export function allowed(statements: readonly Statement[]): readonly (readonly [string, string])[] {
  return statements.flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((resource): [string, string] => [action, JSON.stringify(resource)]),
      ),
  );
}
