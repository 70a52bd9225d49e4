import { CfnOutput, CfnParameter } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The copying flow in the region where files are made; the bucket in the other region is named by parameters. */
export class RegionTransfer extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'RegionTransfer', import.meta.url);
    const source = new Bucket(this, 'Source', { enforceSSL: true });
    const targetName = new CfnParameter(this, 'TargetBucket').valueAsString;
    const targetRegion = new CfnParameter(this, 'TargetRegion').valueAsString;
    const target = Bucket.fromBucketName(this, 'Target', targetName);
    for (const worker of this.functionsOf('transfer')) {
      worker.addEnvironment('SOURCE_BUCKET', source.bucketName);
      worker.addEnvironment('TARGET_BUCKET', targetName);
      worker.addEnvironment('TARGET_REGION', targetRegion);
      source.grantRead(worker);
      target.grantReadWrite(worker);
    }
    this.addFlow('region-transfer', 'flow.yaml', { startOn: [{ bucket: source }] });
    new CfnOutput(this, 'SourceBucket', { value: source.bucketName });
  }
}
