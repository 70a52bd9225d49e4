import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FlowObjectClient } from '../../../src/adapters/aws/objects/flow-object-client.ts';
import { S3Objects } from '../../../src/adapters/aws/objects/s3-objects.ts';
import { FlowClients } from '../../../src/adapters/aws/targets/flow-clients.ts';
import type { ObjectPort, ObjectUser } from '../../../src/ports/objects.ts';
import { UnavailableError } from '../../../src/ports/unavailable.ts';
import { objectsSuite } from '../../conformance/objects.suite.ts';
import { TEST_ACCOUNT } from '../emulated/dynamodb.ts';
import type { TestRequest } from '../emulated/http.ts';
import { ObjectEmulator, s3Error } from '../emulated/objects.ts';

const USER: ObjectUser = { flowName: 'orders', roleArn: 'arn:aws:iam::000000000000:role/fdl-flow/orders' };
const PAGE = { startAfter: '', limit: 10 };

const emulator = new ObjectEmulator();
let endpoint: string;

beforeAll(async () => {
  endpoint = await emulator.open();
  emulator.missingBuckets.add('no-such-bucket');
});
afterEach(() => {
  emulator.fault = () => undefined;
});
afterAll(() => emulator.close());

function openObjects(given: S3ClientConfig = {}, defaultRoleArn?: string) {
  const config = {
    region: TEST_ACCOUNT.region,
    bindings: {},
    ...(defaultRoleArn !== undefined && { defaultRoleArn }),
  };
  const assumed: string[] = [];
  const clients = new FlowClients({
    create: ({ credentials, region }) => ({
      objects: async () => {
        await credentials?.();
        return new FlowObjectClient({ ...TEST_ACCOUNT, region, endpoint, maxAttempts: 2, ...given });
      },
    }),
    assumeRole: async (roleArn, flowName) => {
      assumed.push(`${flowName} as ${roleArn}`);
      return { ...TEST_ACCOUNT.credentials, sessionToken: 'token', expiration: new Date(Date.now() + 1e6) };
    },
    ...(defaultRoleArn !== undefined && { defaultRoleArn }),
  });
  return { objects: new S3Objects(clients, config), assumed };
}

objectsSuite('S3', async () => {
  const bucket = `bucket-${Math.random()}`;
  return {
    objects: openObjects().objects.forFlow(USER),
    bucket,
    remove: async ({ bucket, key }) => emulator.remove(bucket, key),
    dispose: async () => {},
  };
});

describe('Objects of S3', () => {
  const name = { bucket: 'photos', key: 'in.csv' };
  const range = { etag: 'e', from: 0, to: 1 };

  const CALLS: readonly [string, (objects: ObjectPort) => Promise<unknown>][] = [
    ['head', (objects) => objects.head(name)],
    ['read', (objects) => objects.read(name, range)],
    ['write', (objects) => objects.write(name, 'x', 'text/csv')],
    ['list', (objects) => objects.list({ bucket: 'photos', prefix: '' }, PAGE)],
  ];

  test('are used with the role of the flow, or the one for flows that name none', async () => {
    const { objects, assumed } = openObjects({}, 'arn:aws:iam::000000000000:role/default');

    await objects.forFlow(USER).head(name);
    await objects.forFlow({ flowName: 'trips', roleArn: '' }).head(name);

    expect(assumed).toEqual([`orders as ${USER.roleArn}`, 'trips as arn:aws:iam::000000000000:role/default']);
  });

  test('are not used at all without a role: that of the driver may read what other flows have', async () => {
    const { objects } = openObjects();

    expect(() => objects.forFlow({ flowName: 'trips', roleArn: '' })).toThrow(
      expect.objectContaining({
        problem: 'denied',
        message: expect.stringContaining('The flow trips has no role'),
      }),
    );
  });

  test.each(CALLS)('that the role may not %s say so in the words of S3', async (_, call) => {
    emulator.fault = () => s3Error(403, 'AccessDenied');

    await expect(call(openObjects().objects.forFlow(USER))).rejects.toMatchObject({
      problem: 'denied',
      message: expect.stringMatching(/^S3 refuses .* of bucket photos: AccessDenied \(AccessDenied\)$/),
    });
  });

  test.each(CALLS)('whose request is not valid refuse to %s', async (_, call) => {
    emulator.fault = () => s3Error(400, 'KMS.NotFoundException');

    await expect(call(openObjects().objects.forFlow(USER))).rejects.toMatchObject({
      problem: 'refused',
      message: expect.stringContaining('KMS.NotFoundException'),
    });
  });

  test('that lie in an archive are refused, which no right mends', async () => {
    emulator.fault = () => s3Error(403, 'InvalidObjectState');

    await expect(openObjects().objects.forFlow(USER).head(name)).rejects.toMatchObject({
      problem: 'refused',
    });
  });

  test.each(CALLS)('that S3 turns away because of load are busy to %s', async (_, call) => {
    emulator.fault = () => s3Error(503, 'SlowDown');

    const failed = call(openObjects({ maxAttempts: 1 }).objects.forFlow(USER));
    await expect(failed).rejects.toMatchObject({ isOverload: true });
    await expect(failed).rejects.toBeInstanceOf(UnavailableError);
  });

  test.each([
    ['a fault of S3', () => s3Error(500, 'InternalError')],
    ['a connection that is cut', () => 'cut' as const],
    ['a body that comes too slowly', () => s3Error(400, 'RequestTimeout')],
    ['a write that meets another', () => s3Error(409, 'OperationAborted')],
  ])('fail for a while after %s: the step has not failed', async (_, fault) => {
    emulator.fault = fault;

    const failed = openObjects().objects.forFlow(USER).write(name, 'x', 'text/csv');
    await expect(failed).rejects.toThrow();
    await expect(failed).rejects.not.toMatchObject({ name: 'ObjectError' });
  });

  test('take one more try after a lost response', async () => {
    let requests = 0;
    emulator.fault = () => (++requests === 1 ? 'cut' : undefined);

    await openObjects().objects.forFlow(USER).write(name, 'x', 'text/csv');
    expect(requests).toBe(2);
  });

  test('keep the type of their content', async () => {
    await openObjects().objects.forFlow(USER).write(name, 'x', 'application/jsonl');

    expect(emulator.objects.get('photos/in.csv')?.contentType).toBe('application/jsonl');
  });

  test('in another region are found there, the second time at once', async () => {
    const regions: string[] = [];
    emulator.fault = (request) => {
      const region = signedFor(request);
      regions.push(region);
      return region === 'eu-west-1'
        ? undefined
        : s3Error(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-1' });
    };
    const objects = openObjects().objects.forFlow(USER);

    await objects.write({ bucket: 'far', key: 'a' }, 'text', 'text/plain');
    expect(await objects.head({ bucket: 'far', key: 'a' })).toMatchObject({ bytes: 4 });
    expect(regions).toEqual([TEST_ACCOUNT.region, 'eu-west-1', 'eu-west-1']);
  });

  test('whose bytes come short fail for a while', async () => {
    const objects = openObjects().objects.forFlow(USER);
    await objects.write(name, '0123456789', 'text/csv');
    const { etag = '' } = (await objects.head(name)) ?? {};

    await expect(objects.read(name, { etag, from: 5, to: 20 })).rejects.toThrow('S3 sent 5 bytes of 15');
  });
});

/** The region of a request's signature. */
function signedFor({ headers }: TestRequest): string {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
}
