import { CfnOutput } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The packaging flow, its functions, and the bucket that they work in. */
export class ChannelPackages extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'ChannelPackages', import.meta.url);
    const bucket = new Bucket(this, 'Packages', { enforceSSL: true });
    for (const packager of this.functionsOf('packager')) {
      packager.addEnvironment('PACKAGES_BUCKET', bucket.bucketName);
      bucket.grantReadWrite(packager);
    }
    this.addFlow('channel-packages', 'flow.yaml');
    new CfnOutput(this, 'PackagesBucket', { value: bucket.bucketName });
  }
}
