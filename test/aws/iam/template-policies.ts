import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf, statementsOf } from '../../infra/service-template.ts';
import type { Statement, TrustStatement } from './policy.ts';

/** Names of resources where the template is deployed, by the beginning of their logical ids: name and ARN. */
export type Deployed = Readonly<Record<string, { readonly ref: string; readonly arn: string }>>;

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
};

/** The statements of a role, with every reference to what is deployed resolved; others keep their logical ids. */
export function policyOf(template: Template, role: string, deployed: Deployed): readonly Statement[] {
  const [group] = Object.values(resourcesOf(template, 'AWS::Scheduler::ScheduleGroup'));
  const inTemplate = `:schedule/${group?.Properties['Name']}/`;
  const onEmulator = `:schedule/${deployed['TimersGroup']?.ref}/`;
  return statementsOf(template, role).map((statement) => {
    const resolved = JSON.stringify(resolve(statement, deployed));
    // The CDK names a group, which the emulators have by another name.
    return JSON.parse(resolved.replaceAll(inTemplate, onEmulator)) as Statement;
  });
}

/** The principals that may take on a role, with every reference resolved. */
export function trustOf(template: Template, role: string, deployed: Deployed): readonly TrustStatement[] {
  return Object.entries(resourcesOf(template, 'AWS::IAM::Role'))
    .filter(([id]) => id.startsWith(role))
    .flatMap(([, { Properties }]) => {
      const { Statement } = Properties['AssumeRolePolicyDocument'] as { Statement: TrustStatement[] };
      return resolve(Statement, deployed) as TrustStatement[];
    });
}

function resolve(value: unknown, deployed: Deployed): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, deployed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', undefined]] = entries;
  if (entries.length === 1 && name === 'Ref') return PSEUDO[argument] ?? lookUp(argument, deployed).ref;
  if (entries.length === 1 && name === 'Fn::GetAtt') return lookUp(argument[0], deployed).arn;
  if (entries.length === 1 && name === 'Fn::Join') {
    const [glue, parts]: [string, unknown[]] = argument;
    return parts.map((part) => resolve(part, deployed)).join(glue);
  }
  return Object.fromEntries(entries.map(([key, member]) => [key, resolve(member, deployed)]));
}

function lookUp(logicalId: string, deployed: Deployed): Deployed[string] {
  const [, found] = Object.entries(deployed).find(([prefix]) => logicalId.startsWith(prefix)) ?? [];
  return found ?? { ref: logicalId, arn: `arn:of:${logicalId}` };
}
