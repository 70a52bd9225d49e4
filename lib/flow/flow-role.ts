import { createHash } from 'node:crypto';
import { CfnDeletionPolicy, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, type CfnRole, PolicyDocument, type PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { FLOW_ROLE_PATH } from '../service/driver.ts';

/** Props of a flow's role. */
export interface FlowRoleProps {
  readonly flowName: string;
  readonly driverRoleArn: string;
  readonly statements: readonly PolicyStatement[];
}

/**
 * The role of one version of a flow's tasks.
 *
 * The path names the rights. Where an update changes them it changes the path, so CloudFormation makes a new role beside the
 * old one, which it leaves: executions that began before go on with the role of their version. The rights lie within the role
 * and not in a policy of their own, which would move to the new one.
 */
export class FlowRole extends Role {
  constructor(scope: Construct, id: string, { flowName, driverRoleArn, statements }: FlowRoleProps) {
    super(scope, id, {
      path: `${FLOW_ROLE_PATH}${nameOf(scope, statements)}/`,
      description: `What the flow ${flowName} may call`,
      assumedBy: new ArnPrincipal(driverRoleArn),
      ...(statements.length > 0 && {
        inlinePolicies: { calls: new PolicyDocument({ statements: [...statements] }) },
      }),
    });
    const { cfnOptions } = this.node.defaultChild as CfnRole;
    cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  }
}

/** A name that is the same for the same rights in any order. */
function nameOf(scope: Construct, statements: readonly PolicyStatement[]): string {
  const stack = Stack.of(scope);
  const rights = statements.map((statement) => JSON.stringify(stack.resolve(statement.toStatementJson())));
  return createHash('sha256').update(rights.toSorted().join('\n')).digest('hex').slice(0, 12);
}
