import { isBucketName } from '../../../common/object-names.ts';
import { REGION } from '../../../queues/names.ts';
import { element } from '../../queues/query/xml-text.ts';
import { noSuchBucket, S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-request.ts';
import { fields, xmlAnswer } from '../xml-answer.ts';

export const listBuckets: S3Operation = async (_request, { objects }) => {
  const buckets = (await objects.listBuckets()).map(({ name, createdAt }) =>
    element('Bucket', fields({ Name: name, CreationDate: new Date(createdAt).toISOString() })),
  );
  const owner = element('Owner', fields({ ID: 'local', DisplayName: 'local' }));
  return xmlAnswer('ListAllMyBucketsResult', owner + element('Buckets', buckets.join('')));
};

/** Creates a bucket; one that exists is left as it is. */
export const createBucket: S3Operation = async ({ bucket }, { objects }) => {
  if (!isBucketName(bucket))
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  await objects.createBucket(bucket);
  return { status: 200, headers: { location: `/${bucket}` } };
};

export const headBucket: S3Operation = async ({ bucket }, { objects }) => {
  if (!(await objects.hasBucket(bucket))) throw noSuchBucket();
  return { status: 200, headers: { 'x-amz-bucket-region': REGION } };
};

export const deleteBucket: S3Operation = async ({ bucket }, { objects }) => {
  const outcome = await objects.deleteBucket(bucket);
  if (outcome === 'no bucket') throw noSuchBucket();
  if (outcome === 'not empty') {
    throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
  }
  return { status: 204 };
};

/** The one region is told by nothing. */
export const getLocation: S3Operation = async ({ bucket }, { objects }) => {
  if (!(await objects.hasBucket(bucket))) throw noSuchBucket();
  return xmlAnswer('LocationConstraint', '');
};
