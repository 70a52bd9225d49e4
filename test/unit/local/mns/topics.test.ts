import { createHash, verify, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Called, type Endpoint, openEndpoint } from '../../../helpers/endpoint.ts';
import { mnsRequest, textOf, textsOf } from '../../../helpers/mns-wire.ts';
import { openQueueHome, type QueueHome } from '../../../helpers/queue-home.ts';
import { untilPasses } from '../../../helpers/until-passes.ts';

let home: QueueHome;
let endpoint: Endpoint;
const lines: string[] = [];

beforeEach(async () => {
  lines.length = 0;
  home = await openQueueHome('memory', (line) => lines.push(line));
  await home.startPushing({ invoke: async () => ({ kind: 'succeeded', output: '{}' }) });
  endpoint = await openEndpoint();
  await mnsRequest(home.mns, 'PUT', '/topics/news');
});

afterEach(async () => {
  await home.close();
  await endpoint[Symbol.asyncDispose]();
});

function subscriptionXml(fields: Readonly<Record<string, string>>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<Subscription xmlns="http://mns.aliyuncs.com/doc/v1/">${elements.join('')}</Subscription>`;
}

async function subscribe(
  name: string,
  fields: Readonly<Record<string, string>>,
  query = '',
): Promise<number> {
  const target = `/topics/news/subscriptions/${name}${query}`;
  const { status } = await mnsRequest(home.mns, 'PUT', target, { body: subscriptionXml(fields) });
  return status;
}

async function publish(body: string, tag?: string): Promise<string> {
  const more = tag === undefined ? '' : `<MessageTag>${tag}</MessageTag>`;
  const xml = `<Message xmlns="http://mns.aliyuncs.com/doc/v1/"><MessageBody>${body}</MessageBody>${more}</Message>`;
  const answer = await mnsRequest(home.mns, 'POST', '/topics/news/messages', { body: xml });
  expect(answer.status).toBe(201);
  return textOf(answer.body, 'MessageId');
}

async function called(): Promise<Called> {
  return await untilPasses(() => {
    const [call] = endpoint.calls;
    if (call === undefined) throw new Error('the endpoint was not called yet');
    return call;
  });
}

/** Whether a call is signed by the certificate that it names. */
async function isSigned({ url, headers }: Called): Promise<boolean> {
  const place = Buffer.from(String(headers['x-mns-signing-cert-url']), 'base64').toString();
  const certificate = new X509Certificate(await (await fetch(place)).text());
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const first = ['POST', headers['content-md5'], headers['content-type'], headers.date].join('\n');
  const signature = Buffer.from(String(headers.authorization), 'base64');
  return verify('sha1', Buffer.from(`${first}\n${own.join('')}${url}`), certificate.publicKey, signature);
}

describe('an endpoint', () => {
  test('is called in XML unless it asks for another form, signed by the headers of the original', async () => {
    await subscribe('mine', { Endpoint: endpoint.url });
    const id = await publish('a &lt;b&gt; 🎉', 'red');
    const call = await called();
    expect(call.url).toBe('/notifications');
    expect(call.headers['content-type']).toBe('text/xml;charset=utf-8');
    expect(textOf(call.body, 'Message')).toBe('a <b> 🎉');
    expect(textOf(call.body, 'MessageMD5')).toBe(
      createHash('md5').update('a <b> 🎉').digest('hex').toUpperCase(),
    );
    expect([textOf(call.body, 'TopicName'), textOf(call.body, 'SubscriptionName')]).toEqual(['news', 'mine']);
    expect([textOf(call.body, 'MessageId'), textOf(call.body, 'MessageTag')]).toEqual([id, 'red']);
    expect(textOf(call.body, 'PublishTime')).toMatch(/^\d{13}$/);
    expect(await isSigned(call)).toBe(true);
    expect(await isSigned({ ...call, url: '/other' })).toBe(false);
  });

  test('is called in JSON where it asks for that', async () => {
    await subscribe('mine', { Endpoint: `${endpoint.url}/hook?a=1`, NotifyContentFormat: 'JSON' });
    await publish('hello');
    const { url, body, headers } = await called();
    expect(url).toBe('/hook?a=1');
    expect(headers['content-type']).toBe('application/json;charset=utf-8');
    expect(JSON.parse(body)).toMatchObject({ Message: 'hello', TopicName: 'news', SubscriptionName: 'mine' });
  });

  test('is called with the message alone where it asks for that', async () => {
    await subscribe('mine', { Endpoint: endpoint.url, NotifyContentFormat: 'SIMPLIFIED' });
    const id = await publish('hello', 'red');
    const { body, headers } = await called();
    expect(body).toBe('hello');
    expect(headers).toMatchObject({ 'x-mns-message-id': id, 'x-mns-message-tag': 'red' });
  });

  test('gets the messages of its tag only', async () => {
    await subscribe('mine', { Endpoint: endpoint.url, NotifyContentFormat: 'SIMPLIFIED', FilterTag: 'red' });
    await publish('blue one', 'blue');
    await publish('untold');
    await publish('red one', 'red');
    expect((await called()).body).toBe('red one');
    expect(endpoint.calls).toHaveLength(1);
  });

  test('that fails is called again', async () => {
    await subscribe('mine', {
      Endpoint: endpoint.url,
      NotifyContentFormat: 'SIMPLIFIED',
      NotifyStrategy: 'EXPONENTIAL_DECAY_RETRY',
    });
    endpoint.answers.push(500);
    await publish('again');
    await untilPasses(() => expect(endpoint.calls.map(({ body }) => body)).toEqual(['again', 'again']));
  });
});

describe('a queue that subscribes', () => {
  test.each([
    ['SIMPLIFIED', (body: string) => body],
    ['JSON', (body: string) => JSON.parse(body).Message],
    ['XML', (body: string) => textOf(body, 'Message')],
  ])('gets messages as %s', async (NotifyContentFormat, messageOf) => {
    await home.queues.createQueue('jobs');
    await subscribe('mine', { Endpoint: 'acs:mns:cn-beijing:1234:queues/jobs', NotifyContentFormat });
    await publish('hello');
    const [received] = await home.queues.receive('jobs', { max: 1, waitSeconds: 5 });
    expect(messageOf(received?.body ?? '')).toBe('hello');
  });
});

describe('a subscription', () => {
  const fields = { Endpoint: 'http://127.0.0.1:9/x', NotifyStrategy: 'BACKOFF_RETRY' };

  test('is made once, described, changed, listed and ended', async () => {
    expect(await subscribe('mine', fields)).toBe(201);
    expect(await subscribe('mine', fields)).toBe(204);
    expect(await subscribe('mine', { Endpoint: 'http://127.0.0.1:9/other' })).toBe(409);
    expect(await subscribe('mine', { NotifyStrategy: 'EXPONENTIAL_DECAY_RETRY' }, '?metaoverride=true')).toBe(
      204,
    );
    const { body } = await mnsRequest(home.mns, 'GET', '/topics/news/subscriptions/mine');
    expect(textOf(body, 'NotifyStrategy')).toBe('EXPONENTIAL_DECAY_RETRY');
    expect(textOf(body, 'Endpoint')).toBe(fields.Endpoint);
    expect(textOf(body, 'NotifyContentFormat')).toBe('XML');
    await subscribe('other', fields);
    const page = { headers: { 'x-mns-ret-number': '1' } };
    const first = await mnsRequest(home.mns, 'GET', '/topics/news/subscriptions', page);
    expect(textsOf(first.body, 'SubscriptionURL')).toEqual([`${home.mns}/topics/news/subscriptions/mine`]);
    const next = { headers: { ...page.headers, 'x-mns-marker': textOf(first.body, 'NextMarker') } };
    const second = await mnsRequest(home.mns, 'GET', '/topics/news/subscriptions', next);
    expect(textsOf(second.body, 'SubscriptionURL')).toEqual([`${home.mns}/topics/news/subscriptions/other`]);
    for (let times = 0; times < 2; times++) {
      expect((await mnsRequest(home.mns, 'DELETE', '/topics/news/subscriptions/mine')).status).toBe(204);
    }
    const gone = await mnsRequest(home.mns, 'GET', '/topics/news/subscriptions/mine');
    expect(textOf(gone.body, 'Code')).toBe('SubscriptionNotExist');
  });

  test.each([
    [{ Endpoint: 'mail:somebody@example.com' }],
    [{ Endpoint: 'http://' }],
    [{ Endpoint: '' }],
    [{ ...fields, NotifyStrategy: 'NEVER' }],
    [{ ...fields, NotifyContentFormat: 'YAML' }],
    [{ ...fields, FilterTag: 'x'.repeat(17) }],
  ])('with %j is refused', async (wrong) => {
    expect(await subscribe('wrong', wrong)).toBe(400);
  });

  test.each(['x'.repeat(257), 'a.b', 'a%20b'])('cannot have the name %s', async (name) => {
    expect(await subscribe(name, fields)).toBe(400);
  });
});
