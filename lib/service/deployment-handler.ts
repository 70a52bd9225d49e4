import { Stack } from 'aws-cdk-lib';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './findings.ts';

const ASSETS = 'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*';
const BASIC_ROLE = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

/** Accepts the findings of cdk-nag in the CDK's own function that copies files into a bucket, each with its reason. */
export function acknowledgeDeploymentHandler(scope: Construct, bucket: IBucket): void {
  const stack = Stack.of(scope);
  const handlers = stack.node.children.filter(({ node }) =>
    node.id.startsWith('Custom::CDKBucketDeployment'),
  );
  const files = stack.getLogicalId(bucket.node.defaultChild as CfnBucket);
  for (const handler of handlers) {
    acknowledge(handler, {
      ...permission('Action::s3:GetBucket*', 'It reads the assets, and compares what lies in the bucket.'),
      ...permission('Action::s3:GetObject*', 'It reads the assets, and compares what lies in the bucket.'),
      ...permission('Action::s3:List*', 'It looks for files in the bucket that a deployment no longer has.'),
      ...permission('Action::s3:Abort*', 'It gives up an upload in parts that failed.'),
      ...permission('Action::s3:DeleteObject*', 'It removes files that a deployment no longer has.'),
      ...permission(`Resource::<${files}.Arn>/*`, 'All files of this one bucket are those of a deployment.'),
      ...permission(
        `Resource::${ASSETS}`,
        'The name of an asset is its hash, which changes with every release.',
      ),
      ...permission(
        'Resource::*',
        'The CDK lets it clear the cache of any distribution; it does so for that of this stack.',
      ),
      [`AwsSolutions::AwsSolutions-IAM4[Policy::${BASIC_ROLE}]`]:
        'The CDK makes the role of this function; the policy allows it to write its log and nothing else.',
      'AwsSolutions::AwsSolutions-L1':
        'The CDK chooses the runtime; an update of the CDK brings a newer one.',
      'Serverless::Serverless-LambdaLatestVersion':
        'The CDK chooses the runtime; an update of the CDK brings a newer one.',
      'Serverless::Serverless-LambdaDLQ': 'CloudFormation calls it, waits for it, and sees a failed call.',
      'Serverless::Serverless-LambdaTracing': 'It runs only while the stack is deployed.',
    });
  }
}

function permission(finding: string, reason: string): Readonly<Record<string, string>> {
  return { [`AwsSolutions::AwsSolutions-IAM5[${finding}]`]: reason };
}
