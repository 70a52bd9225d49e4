import { Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { FlowDefinition } from './flow-definition.ts';

/** Objects of a bucket. */
export interface BucketObjects {
  readonly bucket: Pick<IBucket, 'bucketArn' | 'encryptionKey'>;
  /** Beginning of their keys. @default any */
  readonly keyPrefix?: string;
}

/** The objects that a flow may use besides those that its definition names. */
export interface UsedObjects {
  readonly readsFrom?: readonly BucketObjects[];
  readonly writesTo?: readonly BucketObjects[];
}

/** The rights to use the objects that a definition names, and those that the deployment names. */
export function rightsToObjects(
  scope: Construct,
  definition: FlowDefinition,
  { readsFrom = [], writesTo = [] }: UsedObjects,
): PolicyStatement[] {
  const { partition } = Stack.of(scope);
  const named = definition.objects().flatMap(({ use, bucket, key, keyPrefix = '' }) => {
    if (bucket === undefined) return [];
    const bucketArn = `arn:${partition}:s3:::${bucket}`;
    if (use === 'write') return rightsToWrite(`${bucketArn}/${escaped(keyPrefix)}*`);
    const objects = `${bucketArn}/${key === undefined ? '*' : escaped(key)}`;
    return rightsToRead(bucketArn, use === 'list' ? undefined : objects);
  });
  return [
    ...named,
    ...readsFrom.flatMap((objects) => [
      ...rightsToRead(objects.bucket.bucketArn, arnOf(objects)),
      ...rightsToKey(objects, ['kms:Decrypt']),
    ]),
    ...writesTo.flatMap((objects) => [
      ...rightsToWrite(arnOf(objects)),
      ...rightsToKey(objects, ['kms:Decrypt', 'kms:GenerateDataKey']),
    ]),
  ];
}

/** The steps whose bucket comes with the input, while the deployment names none; each as what it wants to do. */
export function unnamedUses(definition: FlowDefinition, { readsFrom = [], writesTo = [] }: UsedObjects) {
  const unnamed = definition.objects().filter(({ bucket }) => bucket === undefined);
  const reads = unnamed.some(({ use }) => use !== 'write') && readsFrom.length === 0;
  const writes = unnamed.some(({ use }) => use === 'write') && writesTo.length === 0;
  return [...(reads ? ['readsFrom' as const] : []), ...(writes ? ['writesTo' as const] : [])];
}

/** Reading takes the right to list as well: without it, S3 does not tell a missing object from a refused one. */
function rightsToRead(bucketArn: string, objectsArn: string | undefined): PolicyStatement[] {
  const list = allow(['s3:ListBucket'], bucketArn);
  return objectsArn === undefined ? [list] : [allow(['s3:GetObject'], objectsArn), list];
}

function rightsToWrite(objectsArn: string): PolicyStatement[] {
  return [allow(['s3:PutObject'], objectsArn)];
}

function rightsToKey(
  { bucket: { encryptionKey } }: BucketObjects,
  actions: readonly string[],
): PolicyStatement[] {
  return encryptionKey === undefined ? [] : [allow(actions, encryptionKey.keyArn)];
}

function allow(actions: readonly string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [resource] });
}

function arnOf({ bucket, keyPrefix = '' }: BucketObjects): string {
  return `${bucket.bucketArn}/${escaped(keyPrefix)}*`;
}

/** A key as a policy takes it, in which some characters stand for others. */
function escaped(key: string): string {
  return Token.isUnresolved(key) ? key : key.replaceAll(/[*?$]/g, (character) => `\${${character}}`);
}
