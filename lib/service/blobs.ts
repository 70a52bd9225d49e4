import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { KEEP_CLASSES, KEEP_TAG } from '../../src/adapters/aws/blobs/keep-classes.ts';
import { acknowledge } from './findings.ts';

/** Props of the bucket. */
export interface BlobsProps {
  /** @default a key that S3 owns */
  readonly key?: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Days after its end for which an execution can be looked at. */
  readonly retentionDays: number;
}

/** Texts that are too large for an item of a table. Each has a tag that says after how many days nothing needs it. */
export class Blobs extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { key, removalPolicy, retentionDays }: BlobsProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy,
      // A bucket that goes with the stack must be empty by then.
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      lifecycleRules: KEEP_CLASSES.map((days) => ({
        id: `After${days}Days`,
        tagFilters: { [KEEP_TAG]: String(days) },
        expiration: Duration.days(days + retentionDays),
      })),
    });
    acknowledge(bucket, {
      'AwsSolutions::AwsSolutions-S1':
        'Only functions of the service use the bucket, by keys that mean nothing to others; CloudTrail can log their calls.',
    });
    this.bucket = bucket as IBucket;
  }
}
