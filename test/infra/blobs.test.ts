import { describe, expect, test } from 'vitest';
import { KEEP_CLASSES, KEEP_TAG } from '../../src/adapters/aws/blobs/keep-classes.ts';
import { resourcesOf, serviceTemplate } from './service-template.ts';

interface Rule {
  readonly ExpirationInDays: number;
  readonly TagFilters: readonly { readonly Key: string; readonly Value: string }[];
}

const template = serviceTemplate({ retention: '30' });
const [bucket] = Object.values(resourcesOf(template, 'AWS::S3::Bucket'));

describe('the bucket of large texts', () => {
  test('removes each text when neither its execution nor the retention needs it any more', () => {
    const rules = bucket?.Properties['LifecycleConfiguration'] as
      | { readonly Rules: readonly Rule[] }
      | undefined;
    const days = rules?.Rules.map(({ TagFilters, ExpirationInDays }) => [TagFilters, ExpirationInDays]);
    expect(days).toEqual(KEEP_CLASSES.map((most) => [[{ Key: KEEP_TAG, Value: String(most) }], most + 30]));
  });

  test('is closed to the public, and to calls without TLS', () => {
    expect(bucket?.Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const policies = JSON.stringify(resourcesOf(template, 'AWS::S3::BucketPolicy'));
    expect(policies).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
  });

  test('is emptied when a trial ends, and stays with its texts in production', () => {
    const emptied = (flags: object) =>
      Object.keys(resourcesOf(serviceTemplate({ ...flags }), 'Custom::S3AutoDeleteObjects'));
    expect(emptied({})).toHaveLength(1);
    expect(emptied({ production: 'true' })).toEqual([]);
  });
});
