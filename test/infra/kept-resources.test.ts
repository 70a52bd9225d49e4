import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { resourcesOf, serviceTemplate } from './service-template.ts';

const production = serviceTemplate({ production: 'true' });
const trial = serviceTemplate();

/** Changing one of these ids makes CloudFormation replace the resource, and what it holds is gone. */
const KEPT = {
  'AWS::DynamoDB::Table': ['DataTablesExecutions3047799B', 'DataTablesFlowsDC6B15C4'],
  'AWS::S3::Bucket': ['DataBlobsBucket542C4657'],
  'AWS::SQS::Queue': [
    'DataDispatchDeadLetters967EE0E3',
    'DataDispatchQueue12E9A0F2',
    'DataRepliesDeadLetters98CCFBD7',
    'DataRepliesQueueA558BF34',
  ],
  'AWS::SecretsManager::Secret': ['DataAccessKeysF5A81F81'],
} as const;

function policies(template: Template): readonly (string | undefined)[] {
  return Object.keys(KEPT).flatMap((type) =>
    Object.values(resourcesOf(template, type)).map(({ DeletionPolicy }) => DeletionPolicy),
  );
}

describe('resources with data', () => {
  test.each(Object.entries(KEPT))('%s have the logical ids they always had', (type, ids) => {
    expect(Object.keys(resourcesOf(trial, type)).toSorted()).toEqual(ids);
  });

  test('outlive the stack in production, unless their very first deployment fails', () => {
    expect(new Set(policies(production))).toEqual(new Set(['RetainExceptOnCreate']));
  });

  test('go with the stack elsewhere, so that a trial leaves nothing behind', () => {
    expect(new Set(policies(trial))).toEqual(new Set(['Delete']));
  });

  test('that are tables refuse deletion in production', () => {
    const tables = Object.values(resourcesOf(production, 'AWS::DynamoDB::Table'));
    expect(tables.map(({ Properties }) => Properties['DeletionProtectionEnabled'])).toEqual([true, true]);
  });
});

describe('with a customer key', () => {
  const template = serviceTemplate({ customerKey: true });
  const keys = Object.entries(resourcesOf(template, 'AWS::KMS::Key'));

  test('one key that turns by itself and outlives the stack encrypts everything at rest', () => {
    expect(keys).toHaveLength(1);
    expect(keys[0]?.[1]).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { EnableKeyRotation: true },
    });
    const keyArn = { 'Fn::GetAtt': [keys[0]?.[0], 'Arn'] };
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::DynamoDB::Table'))) {
      expect(Properties['SSESpecification']).toEqual({
        KMSMasterKeyId: keyArn,
        SSEEnabled: true,
        SSEType: 'KMS',
      });
    }
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::SQS::Queue'))) {
      expect(Properties['KmsMasterKeyId']).toEqual(keyArn);
    }
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::S3::Bucket'))) {
      const [rule] = Object.values(Properties['BucketEncryption'] as Record<string, unknown[]>).flat();
      expect(rule).toEqual({
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { KMSMasterKeyID: keyArn, SSEAlgorithm: 'aws:kms' },
      });
    }
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::SecretsManager::Secret'))) {
      expect(Properties['KmsKeyId']).toEqual(keyArn);
    }
  });

  test('event rules may use the key to send to the queues, without a condition, which would never hold', () => {
    const policies = keys.map(([, { Properties }]) => Properties['KeyPolicy'] as { Statement: unknown[] });
    const grants = policies
      .flatMap(({ Statement }) => Statement)
      .filter((statement) => JSON.stringify(statement).includes('events.amazonaws.com'));
    expect(grants).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
      },
    ]);
  });
});
