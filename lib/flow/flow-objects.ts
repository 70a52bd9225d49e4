import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** Objects of a bucket. */
export interface BucketObjects {
  readonly bucket: Pick<IBucket, 'bucketArn' | 'encryptionKey'>;
  /** Beginning of their keys. @default any */
  readonly keyPrefix?: string;
}

/** The objects that a flow may use. */
export interface UsedObjects {
  readonly readsFrom: readonly BucketObjects[];
  readonly writesTo: readonly BucketObjects[];
}

/** The rights to read some objects and to write others. */
export function rightsToObjects({ readsFrom, writesTo }: UsedObjects): PolicyStatement[] {
  return [...readsFrom.flatMap(rightsToRead), ...writesTo.flatMap(rightsToWrite)];
}

/** Reading takes the right to list as well: without it, S3 does not tell a missing object from a refused one. */
function rightsToRead(objects: BucketObjects): PolicyStatement[] {
  const { bucketArn, encryptionKey } = objects.bucket;
  return [
    allow(['s3:GetObject'], arnOf(objects)),
    allow(['s3:ListBucket'], bucketArn),
    ...(encryptionKey === undefined ? [] : [allow(['kms:Decrypt'], encryptionKey.keyArn)]),
  ];
}

function rightsToWrite(objects: BucketObjects): PolicyStatement[] {
  const { encryptionKey } = objects.bucket;
  return [
    allow(['s3:PutObject'], arnOf(objects)),
    ...(encryptionKey === undefined
      ? []
      : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], encryptionKey.keyArn)]),
  ];
}

function allow(actions: readonly string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [resource] });
}

/** @throws Error for a prefix that would stand for more than it says */
function arnOf({ bucket, keyPrefix = '' }: BucketObjects): string {
  if (/[*?$]/.test(keyPrefix))
    throw new Error(
      `The key prefix ${JSON.stringify(keyPrefix)} has a *, ? or $, which stand for others in a policy`,
    );
  return `${bucket.bucketArn}/${keyPrefix}*`;
}
