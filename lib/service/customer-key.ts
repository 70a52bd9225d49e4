import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { acknowledge } from './findings.ts';

/** The key of this account that encrypts tables, queues and secrets; it turns once a year and is never lost by accident. */
export class CustomerKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Data of fdl-on-aws at rest',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const reason = 'Encryption takes families of actions; they are allowed on this one key.';
    acknowledge(Stack.of(this), {
      'AwsSolutions::AwsSolutions-IAM5[Action::kms:ReEncrypt*]': reason,
      'AwsSolutions::AwsSolutions-IAM5[Action::kms:GenerateDataKey*]': reason,
    });
  }
}
