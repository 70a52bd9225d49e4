import { CfnOutput } from 'aws-cdk-lib';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The media flow, started by uploads. With `-c ffmpegLayer=ARN` a layer brings ffmpeg; without, a stand-in works. */
export class MediaProcessing extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'MediaProcessing', import.meta.url);
    const uploads = new Bucket(this, 'Uploads', { enforceSSL: true });
    const results = new Bucket(this, 'Results', { enforceSSL: true });
    const layerArn: unknown = this.node.tryGetContext('ffmpegLayer');
    const layers =
      typeof layerArn === 'string' ? [LayerVersion.fromLayerVersionArn(this, 'Ffmpeg', layerArn)] : [];
    for (const worker of this.functionsOf('media')) {
      worker.addEnvironment('RESULTS_BUCKET', results.bucketName);
      worker.addLayers(...layers);
      uploads.grantRead(worker);
      results.grantReadWrite(worker);
    }
    this.addFlow('media-processing', 'flow.yaml', {
      startOn: [{ bucket: uploads, keyPrefix: 'films/', keySuffix: '.mov' }],
    });
    new CfnOutput(this, 'UploadsBucket', { value: uploads.bucketName });
    new CfnOutput(this, 'ResultsBucket', { value: results.bucketName });
  }
}
