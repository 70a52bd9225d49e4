import { STSClient } from '@aws-sdk/client-sts';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FlowObjectClient } from '../../src/adapters/aws/objects/flow-object-client.ts';
import { S3Objects } from '../../src/adapters/aws/objects/s3-objects.ts';
import { assumeRole } from '../../src/adapters/aws/targets/assume-role.ts';
import { FlowClients } from '../../src/adapters/aws/targets/flow-clients.ts';
import type { ObjectPort } from '../../src/ports/objects.ts';
import { TEST_ACCOUNT } from '../aws/emulated/dynamodb.ts';
import { ObjectEmulator } from '../aws/emulated/objects.ts';
import { type StsEmulator, startSts } from '../aws/emulated/sts.ts';
import { accessOf } from '../aws/iam/access.ts';
import { keyUse } from '../aws/iam/key-use.ts';
import { type AccessRequest, applies, isAllowed, type Statement } from '../aws/iam/policy.ts';
import { recording, requests } from '../aws/iam/recorder.ts';
import { policyOf } from '../aws/iam/template-policies.ts';
import { definition, deploy } from './flow-template.ts';
import { allowed, statementsOf } from './service-template.ts';

const IDLE = definition('  - {type: pass, name: rest}\n');
const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/inbox';
const DEPLOYED = {
  InboxKey: { ref: 'inbox-key', arn: KEY_ARN },
  Inbox: { ref: 'inbox', arn: 'arn:aws:s3:::inbox' },
  Outbox: { ref: 'outbox', arn: 'arn:aws:s3:::outbox' },
};

describe("what a flow's role allows on objects", () => {
  const { template } = deploy((stack) => ({
    definition: IDLE,
    readsFrom: [
      { bucket: new Bucket(stack, 'Inbox', { encryption: BucketEncryption.KMS }), keyPrefix: 'orders/' },
    ],
    writesTo: [{ bucket: new Bucket(stack, 'Outbox') }],
  }));
  const role = policyOf(template, 'TripRole', DEPLOYED);
  let session: readonly Statement[];
  let s3: ObjectEmulator;
  let sts: StsEmulator;

  async function access(use: (objects: ObjectPort) => Promise<unknown>): Promise<readonly AccessRequest[]> {
    const before = requests().length;
    await recording('Driver', () => use(objects))();
    return requests()
      .slice(before)
      .filter(({ command }) => command !== 'AssumeRoleCommand')
      .flatMap(accessOf);
  }

  let objects: ObjectPort;

  beforeAll(async () => {
    s3 = new ObjectEmulator();
    const endpoint = await s3.open();
    sts = await startSts();
    const client = new STSClient({ ...TEST_ACCOUNT, endpoint: sts.endpoint });
    const clients = new FlowClients({
      create: (settings) => ({ objects: async () => new FlowObjectClient({ ...settings, endpoint }) }),
      assumeRole: (roleArn, flowName) => assumeRole(client, roleArn, flowName),
    });
    const config = { region: TEST_ACCOUNT.region, bindings: {} };
    const roleArn = 'arn:aws:iam::000000000000:role/fdl-flow/Trip';
    objects = new S3Objects(clients, config).forFlow({ flowName: 'Trip', roleArn });
    await objects.head({ bucket: 'inbox', key: 'nothing' });
    const [opened] = sts.sessions.values();
    session = JSON.parse(opened?.policy ?? '{}').Statement;
  });

  afterAll(async () => {
    await s3.close();
    await sts.close();
  });

  const refusedOf = (access: readonly AccessRequest[]) =>
    access.filter((request) => !isAllowed(role, request) || !isAllowed(session, request));

  test('is what reading, listing and writing ask for, in the session too, and no more', async () => {
    const name = { bucket: 'inbox', key: 'orders/1.csv' };
    const used = [
      ...(await access(async (port) => {
        await port.head(name);
        await port.read(name, { etag: 'e', from: 0, to: 1 }).catch(() => {});
        await port.list({ bucket: 'inbox', prefix: 'orders/' }, { startAfter: '', limit: 10 });
      })),
      ...(await access((port) =>
        port.write({ bucket: 'outbox', key: 'results/1.jsonl' }, '{}', 'text/plain'),
      )),
    ];
    const keyed = keyUse(
      used.filter(({ resource }) => resource.startsWith(DEPLOYED.Inbox.arn)),
      KEY_ARN,
    );

    expect(refusedOf([...used, ...keyed])).toEqual([]);
    expect(role.filter((statement) => ![...used, ...keyed].some((one) => applies(statement, one)))).toEqual(
      [],
    );
    expect(new Set(used.map(({ action }) => action))).toEqual(
      new Set(['s3:GetObject', 's3:ListBucket', 's3:PutObject']),
    );
  });

  test.each<[string, (port: ObjectPort) => Promise<unknown>]>([
    ['read beside the prefix', (port) => port.head({ bucket: 'inbox', key: 'invoices/1.csv' })],
    ['read what it writes', (port) => port.head({ bucket: 'outbox', key: 'results/1.jsonl' })],
    ['write where it reads', (port) => port.write({ bucket: 'inbox', key: 'orders/2.csv' }, '', 'text/csv')],
    [
      'list what it writes',
      (port) => port.list({ bucket: 'outbox', prefix: '' }, { startAfter: '', limit: 1 }),
    ],
    ['read what the service keeps', (port) => port.head({ bucket: 'blobs', key: 'orders/1.csv' })],
  ])('is not to %s', async (_, use) => {
    expect(refusedOf(await access(use))).toHaveLength(1);
  });
});

/** A star that stands for no other character. */
const ESCAPED = '$'.concat('{*}');

/** A step that runs batches of items; `rules` are in YAML. */
function distributed(name: string, rules: string): string {
  const batch = '      - {type: pass, name: handle}\n';
  return `  - type: foreach\n    name: ${name}\n    iterationMapping: {item: item}\n    distributed: ${rules}\n    steps:\n${batch}`;
}

const S3 = (path: string) =>
  JSON.stringify({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${path}`]] });

describe('a definition that names its buckets', () => {
  const { template, stack } = deploy(() => ({
    definition: definition(
      distributed(
        'one',
        '{itemReader: {inputType: csv, bucket: inbox, key: "orders/a*b.csv"}, resultWriter: {bucket: outbox, prefix: done}}',
      ),
      distributed(
        'any',
        '{itemReader: {inputType: jsonl, bucket: inbox2, key: $.key}, resultWriter: {bucket: outbox2}}',
      ),
      distributed('all', '{itemReader: {inputType: list, bucket: inbox3, prefix: photos/}}'),
    ),
  }));

  test('lets its role use what it names, and no more', () => {
    const rights = [
      ['s3:GetObject', S3(`inbox/orders/a${ESCAPED}b.csv`)],
      ['s3:ListBucket', S3('inbox')],
      ['s3:PutObject', S3('outbox/done/*')],
      ['s3:GetObject', S3('inbox2/*')],
      ['s3:ListBucket', S3('inbox2')],
      ['s3:PutObject', S3('outbox2/*')],
      ['s3:ListBucket', S3('inbox3')],
    ];
    expect(allowed(statementsOf(template, 'TripRole')).toSorted()).toEqual(rights.toSorted());
  });

  test('leads to no warning', () => {
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('no objects'));
  });
});

test('A flow whose buckets come with the input has to say which', () => {
  const rules =
    '{itemReader: {inputType: csv, bucket: $.bucket, key: $.key}, resultWriter: {bucket: $.bucket}}';
  const given = (stack: Stack) => ({ readsFrom: [{ bucket: new Bucket(stack, 'Inbox') }] });
  const { stack } = deploy((stack) => ({
    definition: definition(distributed('one', rules)),
    ...given(stack),
  }));

  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('by readsFrom'));
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('may write no objects .* by writesTo'));
});
