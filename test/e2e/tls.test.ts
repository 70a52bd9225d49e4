import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalServer } from '../../src/local/start-server.ts';
import { readIdentity, type TlsIdentity } from '../../src/local/tls/identity.ts';
import { selfSignedIdentity } from '../../src/local/tls/self-signed.ts';
import { Alicloud } from '../helpers/api-alicloud-client.ts';
import { TWO_PASSES } from '../helpers/api-flows.ts';
import { openOpenApiClient } from '../helpers/openapi-client.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { folderWith, openServer } from './local-helpers.ts';

const KEY = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
/** Calls the address that it is given, which is https. */
const ASK = `import { request } from 'node:https';
export const handler = (event, context) => new Promise((done, fail) => {
  const url = context.api.replace(/^http:/, 'https:') + '/healthz';
  request(url, (answer) => answer.resume().on('end', () => done({ status: answer.statusCode }))).on('error', fail).end();
});
`;
/** An HTTP function that is subscribed to a topic: it opens the link that confirms. */
const CONFIRM = `exports.handler = (request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', async () => {
    await fetch(JSON.parse(Buffer.concat(pieces)).SubscribeURL);
    response.send();
  });
};
`;
const ASK_IN_PYTHON = `import urllib.request
def handler(event, context):
    with urllib.request.urlopen(context.api + "/healthz") as answer:
        return {"status": answer.status}
`;

const folder = folderWith({});
let identity: TlsIdentity;
let authority: string;
let server: LocalServer;

beforeAll(async () => {
  identity = selfSignedIdentity({ host: '127.0.0.1', dataFolder: folder });
  authority = readFileSync(identity.trust?.authority ?? '', 'utf8');
  server = await openServer(
    { 'office/ask.mjs': ASK, 'office/ask_python.py': ASK_IN_PYTHON, 'office/confirm.js': CONFIRM },
    { tls: identity, mnsPort: 0, objectPort: 0, credentials: KEY },
  );
});
afterAll(() => server.close());

/** The status of an answer over TLS. */
function statusAt(url: string, ca = authority): Promise<number | undefined> {
  const agent = new Agent({ ca });
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    asked.on('error', reject).end();
  });
}

describe('a server with a certificate', () => {
  test('speaks TLS on every port, under every name of this machine, and nothing else', async () => {
    const { api, queues, mns = '', objects = '' } = server;
    for (const url of [api, queues, mns, objects]) {
      expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      expect(await statusAt(url)).toBeGreaterThanOrEqual(200);
      await expect(fetch(url.replace('https:', 'http:'))).rejects.toThrow();
    }
    expect(await statusAt(`${api.replace('127.0.0.1', 'localhost')}/healthz`)).toBe(200);
    await expect(statusAt(`${api}/healthz`, 'none')).rejects.toThrow();
  });

  test.each(['v2', 'v3'] as const)('serves a client with https, which signs by %s', async (signature) => {
    const call = openOpenApiClient({ endpoint: server.api, ca: authority, signature, ...KEY });
    const Name = `over-tls-${signature}`;
    await call('CreateFlow', { Name, Definition: TWO_PASSES, Description: '', Type: 'FDL' });
    expect(await call('StartSyncExecution', { FlowName: Name })).toMatchObject({ Status: 'Succeeded' });
  });

  test("serves the original's own client with https", async () => {
    const agent = new Agent({ ca: authority });
    const client = new Alicloud({ endpoint: server.api, ...KEY, opts: { agent } });
    expect(await client.listFlows()).toHaveProperty('Flows');
  });

  test.each(['ask', 'ask_python'])('is trusted by its functions (%s)', async (name) => {
    const call = server.call;
    const Definition = `version: v1\ntype: flow\nsteps:\n  - type: task\n    name: ask\n    resourceArn: acs:fc:::services/office/functions/${name}\n    outputMappings: [{ target: status, source: $local.status }]\n`;
    await call('CreateFlow', { Name: name, Definition, Description: '', Type: 'FDL' });
    const ended = await call('StartSyncExecution', { FlowName: name });
    expect(ended).toMatchObject({ Status: 'Succeeded', Output: '{"status":200}' });
  });
});

test('a topic posts to an endpoint of the same server over TLS', async () => {
  const credentials = { accessKeyId: KEY.accessKeyId, secretAccessKey: KEY.accessKeySecret };
  const requestHandler = { httpsAgent: new Agent({ ca: authority }) };
  const sns = new SNSClient({ endpoint: server.queues, region: 'us-east-1', credentials, requestHandler });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'bells' }));
  const Endpoint = `${server.api}/fc/office/confirm`;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint }));
  await untilPasses(async () => {
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([{ SubscriptionArn: expect.stringMatching(/^arn:/) }]);
  });
  sns.destroy();
});

describe('an authority of the server itself', () => {
  test('stays the same in a data folder, its key for its owner only', () => {
    const again = selfSignedIdentity({ host: '0.0.0.0', dataFolder: folder });
    expect(readFileSync(again.trust?.authority ?? '', 'utf8')).toBe(authority);
    expect(again.cert).not.toBe(identity.cert);
    expect(statSync(join(folder, 'tls/ca-key.pem')).mode & 0o077).toBe(0);
  });

  test('is another without a data folder', () => {
    const other = selfSignedIdentity({ host: '127.0.0.1' });
    expect(readFileSync(other.trust?.authority ?? '', 'utf8')).not.toBe(authority);
  });

  test('vouches for a server by names and addresses, those of version 6 included', () => {
    const { cert } = selfSignedIdentity({ host: 'fe80::1:2', dataFolder: folder });
    const certificate = new X509Certificate(cert);
    expect(certificate.verify(new X509Certificate(authority).publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    for (const address of ['127.0.0.1', '::1', 'fe80::1:2']) {
      expect(certificate.checkIP(address)).toBe(address);
    }
  });
});

describe('a certificate and a key from files', () => {
  const other = selfSignedIdentity({ host: '127.0.0.1' });
  const files = (cert: string, key: string) => {
    const place = folderWith({ 'cert.pem': cert, 'key.pem': key });
    return [join(place, 'cert.pem'), join(place, 'key.pem')] as const;
  };

  test('are read as they are', () => {
    expect(readIdentity(...files(other.cert, other.key))).toEqual({ cert: other.cert, key: other.key });
  });

  test('are refused where they do not fit, with the file', () => {
    expect(() => readIdentity(...files(identity.cert, other.key))).toThrow(
      /key\.pem is not that of .*cert\.pem/,
    );
    expect(() => readIdentity(...files('none', other.key))).toThrow(/cert\.pem holds no certificate in PEM/);
    expect(() => readIdentity(...files(other.cert, ''))).toThrow(/key\.pem holds no private key/);
    expect(() => readIdentity('/nowhere', '/nowhere')).toThrow('the TLS certificate cannot be read');
  });

  test('an authority whose files are torn is an error, and is not replaced', () => {
    const place = folderWith({});
    selfSignedIdentity({ host: '127.0.0.1', dataFolder: place });
    writeFileSync(join(place, 'tls/ca-key.pem'), 'torn');
    expect(() => selfSignedIdentity({ host: '127.0.0.1', dataFolder: place })).toThrow();
  });
});
