import { fileURLToPath } from 'node:url';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { behindFunctionUrl } from '../../examples/shared/function-url.ts';
import { handler, onFunctionUrl } from '../../examples/topic-callback/functions/mirror/by-url.ts';
import { type Called, type Endpoint, openEndpoint } from '../helpers/endpoint.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { openServer, type TestServer } from './local-helpers.ts';

// The HTTP function of the topic example as the only subscriber, in both homes.

const example = readExamples().find(({ name }) => name === 'topic-callback');
if (example === undefined) throw new Error('The example is gone.');
const definition = example.flows['topic-callback'] ?? '';
const MIRRORED = { Status: 'Succeeded', Output: '{"mirroredTo":"https://mirror.example.com/2.1.0"}' };

let server: TestServer;
let sns: SNSClient;
beforeAll(async () => {
  const functionFolders = [fileURLToPath(new URL('functions', example.folder))];
  server = await openServer({}, { functionFolders });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  sns = new SNSClient({ endpoint: server.queues, region: 'us-east-1', credentials });
});
afterAll(async () => {
  sns.destroy();
  await server.close();
});

async function subscribe(topic: string, Endpoint: string): Promise<string | undefined> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topic }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }));
  return TopicArn;
}

/** A message that is published before the subscription is confirmed reaches no subscriber. */
async function untilConfirmed(TopicArn: string | undefined): Promise<void> {
  await untilPasses(async () => {
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([{ SubscriptionArn: expect.stringMatching(/^arn:/) }]);
  });
}

test('in the embedded home the topic posts to the URL of the function, which confirms and reports', async () => {
  await untilConfirmed(await subscribe('releases', `${server.api}/fc/mirror/by-url`));
  expect(await server.run(definition, { release: '2.1.0' })).toMatchObject(MIRRORED);
  expect(await server.run(definition, { release: 'latest' })).toMatchObject({ Status: 'Failed' });
});

describe('behind the URL of an AWS Lambda function', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await openEndpoint();
  });
  afterAll(() => endpoint[Symbol.asyncDispose]());

  test('it confirms and reports what the topic has signed, and refuses all else', async () => {
    const onUrl = behindFunctionUrl(handler, { api: server.api, queues: server.queues });
    const TopicArn = await subscribe('drafts', `${endpoint.url}/`);
    const confirmation = await untilPasses(() => bodyOf(endpoint.calls[0]));
    expect(await onUrl(urlEvent(confirmation))).toMatchObject({ statusCode: 200 });
    await untilConfirmed(TopicArn);

    const run = server.run(definition.replace('releases', 'drafts'), { release: '2.1.0' });
    const message = await untilPasses(() => bodyOf(endpoint.calls[1]));
    const forged = message.replace('2.1.0', '6.6.6');
    expect(forged).not.toBe(message);
    for (const refused of [forged, '{}', 'no JSON', 'null'])
      expect(await onUrl(urlEvent(refused))).toMatchObject({ statusCode: 403 });
    // This certificate is not one of Amazon's, so a function on AWS refuses what the embedded home has signed.
    expect(await onFunctionUrl(urlEvent(message))).toMatchObject({ statusCode: 403 });
    vi.stubEnv('TOPIC_ARN', 'arn:aws:sns:us-east-1:000000000000:another');
    expect(await onUrl(urlEvent(message))).toMatchObject({ statusCode: 403 });
    vi.unstubAllEnvs();

    const encoded = urlEvent(Buffer.from(message).toString('base64'), true);
    expect(await onUrl(encoded)).toMatchObject({ statusCode: 200 });
    expect(await run).toMatchObject(MIRRORED);
  });
});

function bodyOf(call: Called | undefined): string {
  if (call === undefined) throw new Error('The endpoint was not called yet.');
  return call.body;
}

function urlEvent(body: string, isBase64Encoded = false): LambdaFunctionURLEvent {
  const request = { rawPath: '/', headers: {}, requestContext: { http: { method: 'POST' } } };
  return { ...request, body, isBase64Encoded } as LambdaFunctionURLEvent;
}
