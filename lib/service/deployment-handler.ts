import { Stack } from 'aws-cdk-lib';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './findings.ts';

const ASSETS = 'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*';
const BASIC_ROLE = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

/** Accepts the findings of cdk-nag in the CDK's own function that copies files into buckets. */
export function acknowledgeDeploymentHandler(scope: Construct, bucket: IBucket): void {
  const stack = Stack.of(scope);
  const files = stack.getLogicalId(bucket.node.defaultChild as CfnBucket);
  const permissions = [
    'Resource::*',
    'Action::s3:GetBucket*',
    'Action::s3:GetObject*',
    'Action::s3:List*',
    'Action::s3:Abort*',
    'Action::s3:DeleteObject*',
    `Resource::${ASSETS}`,
    `Resource::<${files}.Arn>/*`,
  ].map((permission) => `AwsSolutions-IAM5[${permission}]`);
  const rules = [...permissions, `AwsSolutions-IAM4[Policy::${BASIC_ROLE}]`, 'AwsSolutions-L1'].map(
    (rule) => `AwsSolutions::${rule}`,
  );
  const serverless = ['LambdaDLQ', 'LambdaLatestVersion', 'LambdaTracing'].map(
    (rule) => `Serverless::Serverless-${rule}`,
  );
  const reason =
    'Runs only while the stack is deployed, with rights to this bucket, the assets and the invalidation; its code and role are made by the CDK.';
  const handlers = stack.node.children.filter(({ node }) =>
    node.id.startsWith('Custom::CDKBucketDeployment'),
  );
  for (const handler of handlers) {
    for (const rule of [...rules, ...serverless]) acknowledge(handler, { [rule]: reason });
  }
}
