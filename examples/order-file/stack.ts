import { CfnOutput } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The booking flow, started by uploads into the bucket that it reads and writes itself. */
export class OrderFile extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'OrderFile', import.meta.url);
    const files = new Bucket(this, 'Files', { enforceSSL: true });
    this.addFlow('order-file', 'flow.yaml', {
      startOn: [{ bucket: files, keyPrefix: 'incoming/', keySuffix: '.csv' }],
      readsFrom: [{ bucket: files, keyPrefix: 'incoming/' }],
      writesTo: [{ bucket: files, keyPrefix: 'results/' }],
    });
    new CfnOutput(this, 'FilesBucket', { value: files.bucketName });
  }
}
