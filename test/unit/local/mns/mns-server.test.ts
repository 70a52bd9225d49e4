import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mnsRequest, textOf, textsOf, type WireRequest } from '../../../helpers/mns-wire.ts';
import { openQueueHome, type QueueHome } from '../../../helpers/queue-home.ts';

let home: QueueHome;
let count = 0;

beforeAll(async () => {
  home = await openQueueHome();
});

afterAll(async () => {
  await home.close();
});

const call = (method: string, target: string, request?: WireRequest) =>
  mnsRequest(home.mns, method, target, request);

function xml(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://mns.aliyuncs.com/doc/v1/">${content}</${root}>`;
}

function message(body: string, more = ''): WireRequest {
  return { body: xml('Message', `<MessageBody>${body}</MessageBody>${more}`) };
}

async function newQueue(attributes = ''): Promise<string> {
  count += 1;
  const { status } = await call('PUT', `/queues/q-${count}`, { body: xml('Queue', attributes) });
  expect(status).toBe(201);
  return `/queues/q-${count}`;
}

function errorOf({ status, body }: { status: number; body: string }) {
  return [status, textOf(body, 'Code')];
}

describe('a queue', () => {
  test('is made once, with a place, and described with all that the original tells', async () => {
    const created = await call('PUT', '/queues/made', {
      body: xml('Queue', '<VisibilityTimeout>7</VisibilityTimeout>'),
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${home.mns}/queues/made`);
    const again = await call('PUT', '/queues/made', {
      body: xml('Queue', '<VisibilityTimeout>7</VisibilityTimeout>'),
    });
    expect(again.status).toBe(204);
    expect(again.headers.get('location')).toBe(`${home.mns}/queues/made`);
    const other = await call('PUT', '/queues/made', {
      body: xml('Queue', '<VisibilityTimeout>8</VisibilityTimeout>'),
    });
    expect(errorOf(other)).toEqual([409, 'QueueAlreadyExist']);
    const { status, headers, body } = await call('GET', '/queues/made');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/xml;charset=utf-8');
    expect(headers.get('x-mns-request-id')).toMatch(/^[0-9A-F]{24}$/);
    expect(body).toContain('<Queue xmlns="http://mns.aliyuncs.com/doc/v1/">');
    const fields = {
      QueueName: 'made',
      CreateTime: /^\d{10}$/,
      LastModifyTime: /^\d{10}$/,
      VisibilityTimeout: '7',
      MaximumMessageSize: /^\d+$/,
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      PollingWaitSeconds: '0',
      ActiveMessages: '0',
      InactiveMessages: '0',
      DelayMessages: '0',
      LoggingEnabled: 'False',
    };
    for (const [name, value] of Object.entries(fields)) expect(textOf(body, name)).toMatch(value);
  });

  test('takes new attributes, and may be deleted more than once', async () => {
    const queue = await newQueue();
    const set = {
      body: xml('Queue', '<DelaySeconds>3</DelaySeconds><PollingWaitSeconds>30</PollingWaitSeconds>'),
    };
    expect((await call('PUT', `${queue}?metaoverride=true`, set)).status).toBe(204);
    const { body } = await call('GET', queue);
    expect([textOf(body, 'DelaySeconds'), textOf(body, 'PollingWaitSeconds')]).toEqual(['3', '20']);
    expect((await call('DELETE', queue)).status).toBe(204);
    expect((await call('DELETE', queue)).status).toBe(204);
    expect(errorOf(await call('GET', queue))).toEqual([404, 'QueueNotExist']);
  });

  test('is listed by prefix, page by page, with attributes where they are wanted', async () => {
    for (const name of ['l-a', 'l-b', 'l-c']) await call('PUT', `/queues/${name}`);
    const headers = { 'x-mns-prefix': 'l-', 'x-mns-ret-number': '2' };
    const first = await call('GET', '/queues', { headers });
    expect(textsOf(first.body, 'QueueURL')).toEqual([`${home.mns}/queues/l-a`, `${home.mns}/queues/l-b`]);
    const next = { ...headers, 'x-mns-marker': textOf(first.body, 'NextMarker'), 'x-mns-with-meta': 'true' };
    const second = await call('GET', '/queues', { headers: next });
    expect(textsOf(second.body, 'QueueName')).toEqual(['l-c']);
    expect(textsOf(second.body, 'NextMarker')).toEqual([]);
  });

  test.each([
    ['/queues/a.b', 'InvalidQueueName'],
    ['/queues/a%20b', 'InvalidQueueName'],
    [`/queues/${'x'.repeat(81)}`, 'QueueNameLengthError'],
  ])('cannot have the name in %s', async (path, code) => {
    expect(errorOf(await call('PUT', path))).toEqual([400, code]);
  });

  test.each([
    'LoggingEnabled>Maybe',
    'DelaySeconds>901',
    'VisibilityTimeout>0',
    'MaximumMessageSize>65537',
    'PollingWaitSeconds>31',
  ])('cannot have %s', async (attribute) => {
    const [name] = attribute.split('>');
    const answer = await call('PUT', '/queues/wrong', { body: xml('Queue', `<${attribute}</${name}>`) });
    expect(errorOf(answer)).toEqual([400, 'InvalidArgument']);
  });
});

describe('a message', () => {
  test('is sent, received and deleted, with all that the original tells of it', async () => {
    const queue = await newQueue();
    const text = 'é 𠮷野家 🎉 <&> ]]>';
    const sent = await call(
      'POST',
      `${queue}/messages`,
      message('é 𠮷野家 🎉 &lt;&amp;&gt; ]]&gt;', '<Priority>3</Priority>'),
    );
    expect(sent.status).toBe(201);
    const { body } = await call('GET', `${queue}/messages?waitseconds=5`);
    expect(textOf(body, 'MessageBody')).toBe(text);
    expect(textOf(body, 'MessageId')).toBe(textOf(sent.body, 'MessageId'));
    expect(textOf(body, 'MessageBodyMD5')).toMatch(/^[0-9A-F]{32}$/);
    expect(textOf(body, 'MessageBodyMD5')).toBe(textOf(sent.body, 'MessageBodyMD5'));
    for (const name of ['EnqueueTime', 'NextVisibleTime', 'FirstDequeueTime']) {
      expect(textOf(body, name)).toMatch(/^\d{13}$/);
    }
    expect([textOf(body, 'DequeueCount'), textOf(body, 'Priority')]).toEqual(['1', '3']);
    const handle = textOf(body, 'ReceiptHandle');
    expect(handle).toMatch(/^[A-Za-z0-9_-]+$/);
    expect((await call('DELETE', `${queue}/messages?ReceiptHandle=${handle}`)).status).toBe(204);
    expect(errorOf(await call('GET', `${queue}/messages`))).toEqual([404, 'MessageNotExist']);
  });

  test('may be wrapped as it is, and comes in one piece', async () => {
    const queue = await newQueue();
    await call('POST', `${queue}/messages`, message('<![CDATA[a <b> & c]]>'));
    expect((await call('GET', `${queue}/messages`)).body).toContain(
      '<MessageBody>a &lt;b&gt; &amp; c</MessageBody>',
    );
  });

  test('is received by its priority, 8 without one', async () => {
    const queue = await newQueue();
    const priorities = ['16', '', '1'];
    for (const priority of priorities) {
      await call(
        'POST',
        `${queue}/messages`,
        message(priority || 'none', priority && `<Priority>${priority}</Priority>`),
      );
    }
    const { body } = await call('GET', `${queue}/messages?numOfMessages=16`);
    expect(textsOf(body, 'MessageBody')).toEqual(['1', 'none', '16']);
    expect(textsOf(body, 'Priority')).toEqual(['1', '8', '16']);
  });

  test('is waited for, also longer than SQS waits', async () => {
    const queue = await newQueue();
    const begun = performance.now();
    expect(errorOf(await call('GET', `${queue}/messages?waitseconds=1`))).toEqual([404, 'MessageNotExist']);
    expect(performance.now() - begun).toBeGreaterThan(900);
    const waiting = call('GET', `${queue}/messages?waitseconds=30`);
    await call('POST', `${queue}/messages`, message('late'));
    expect(textOf((await waiting).body, 'MessageBody')).toBe('late');
  });

  test('is shown without being received', async () => {
    const queue = await newQueue();
    await call('POST', `${queue}/messages`, message('seen'));
    const { body } = await call('GET', `${queue}/messages?peekonly=true`);
    expect([textOf(body, 'MessageBody'), textOf(body, 'DequeueCount')]).toEqual(['seen', '0']);
    expect(body).not.toContain('ReceiptHandle');
    expect((await call('GET', `${queue}/messages?peekonly=true&numOfMessages=5`)).body).toContain(
      '<Messages ',
    );
    expect(textOf((await call('GET', `${queue}/messages`)).body, 'DequeueCount')).toBe('1');
  });

  test('is hidden for longer and given back, by names in any spelling', async () => {
    const queue = await newQueue();
    await call('POST', `${queue}/messages`, message('x'));
    const handle = textOf((await call('GET', `${queue}/messages`)).body, 'ReceiptHandle');
    const hidden = await call('PUT', `${queue}/messages?receiptHandle=${handle}&visibilityTimeout=60`);
    expect(hidden.status).toBe(200);
    expect(Number(textOf(hidden.body, 'NextVisibleTime'))).toBeGreaterThan(Date.now() + 50_000);
    const next = textOf(hidden.body, 'ReceiptHandle');
    expect((await call('PUT', `${queue}/messages?RECEIPTHANDLE=${next}&VISIBILITYTIMEOUT=0`)).status).toBe(
      200,
    );
    expect(errorOf(await call('PUT', `${queue}/messages?ReceiptHandle=${next}&VisibilityTimeout=5`))).toEqual(
      [404, 'MessageNotExist'],
    );
    expect(textOf((await call('GET', `${queue}/messages`)).body, 'DequeueCount')).toBe('2');
  });

  test('is the same in both protocols', async () => {
    const queue = await newQueue();
    await call('POST', `${queue}/messages`, message('shared'));
    const [received] = await home.queues.receive(queue.slice('/queues/'.length), { max: 1 });
    expect(received?.body).toBe('shared');
    const handle = received?.receiptHandle ?? '';
    expect((await call('DELETE', `${queue}/messages?ReceiptHandle=${handle}`)).status).toBe(204);
  });
});

describe('a batch', () => {
  test('of sixteen is sent, received and deleted, one broken handle told', async () => {
    const queue = await newQueue();
    const entries = Array.from(
      { length: 16 },
      (_, at) => `<Message><MessageBody>m${at}</MessageBody></Message>`,
    );
    const sent = await call('POST', `${queue}/messages`, { body: xml('Messages', entries.join('')) });
    expect(sent.status).toBe(201);
    expect(textsOf(sent.body, 'MessageId')).toHaveLength(16);
    const { body } = await call('GET', `${queue}/messages?numOfMessages=16`);
    const handles = textsOf(body, 'ReceiptHandle');
    expect(handles).toHaveLength(16);
    const broken = [...handles.slice(0, 15), 'broken'];
    const list = (all: readonly string[]) =>
      xml('ReceiptHandles', all.map((handle) => `<ReceiptHandle>${handle}</ReceiptHandle>`).join(''));
    const answer = await call('DELETE', `${queue}/messages`, { body: list(broken) });
    expect(answer.status).toBe(404);
    expect(textsOf(answer.body, 'ErrorCode')).toEqual(['ReceiptHandleError']);
    expect(textsOf(answer.body, 'ReceiptHandle')).toEqual(['broken']);
    expect((await call('DELETE', `${queue}/messages`, { body: list(handles.slice(15)) })).status).toBe(204);
  });

  test('of one is answered as a batch', async () => {
    const queue = await newQueue();
    await call('POST', `${queue}/messages`, message('x'));
    expect((await call('GET', `${queue}/messages?numOfMessages=1`)).body).toContain('<Messages ');
  });

  test('tells which of its messages were not taken', async () => {
    const queue = await newQueue('<MaximumMessageSize>1024</MaximumMessageSize>');
    const entries = ['fits', 'x'.repeat(1_025)].map(
      (text) => `<Message><MessageBody>${text}</MessageBody></Message>`,
    );
    const answer = await call('POST', `${queue}/messages`, { body: xml('Messages', entries.join('')) });
    expect(answer.status).toBe(400);
    expect(textsOf(answer.body, 'MessageId')).toHaveLength(1);
    expect(textsOf(answer.body, 'ErrorCode')).toEqual(['InvalidArgument']);
  });

  test('takes what is within the limits, and tells of each message that is not', async () => {
    const queue = await newQueue();
    const entries = [
      '<MessageBody>a</MessageBody>',
      '<MessageBody>b</MessageBody><DelaySeconds>901</DelaySeconds>',
      '<MessageBody>c</MessageBody><Priority>17</Priority>',
    ];
    const body = xml('Messages', entries.map((entry) => `<Message>${entry}</Message>`).join(''));
    const answer = await call('POST', `${queue}/messages`, { body });
    expect([answer.status, textsOf(answer.body, 'ErrorCode')]).toEqual([
      400,
      ['InvalidArgument', 'InvalidArgument'],
    ]);
    expect(textsOf(answer.body, 'MessageId')).toHaveLength(1);
    const received = await call('GET', `${queue}/messages?numOfMessages=16`);
    expect(textsOf(received.body, 'MessageBody')).toEqual(['a']);
  });

  test.each([0, 17])('of %i is refused', async (number) => {
    const queue = await newQueue();
    const entries = Array.from({ length: number }, () => '<Message><MessageBody>x</MessageBody></Message>');
    const answer = await call('POST', `${queue}/messages`, { body: xml('Messages', entries.join('')) });
    expect(errorOf(answer)).toEqual([400, 'InvalidArgument']);
  });
});

describe('what is not allowed', () => {
  test.each([
    ['GET', '/queues/none/messages', undefined, 404, 'QueueNotExist'],
    ['GET', '/queues/none/messages?waitseconds=31', undefined, 400, 'InvalidArgument'],
    ['GET', '/queues/none/messages?numOfMessages=17', undefined, 400, 'InvalidArgument'],
    ['DELETE', '/queues/none/messages', undefined, 400, 'MissingReceiptHandle'],
    ['PUT', '/queues/none/messages?ReceiptHandle=x', undefined, 400, 'MissingVisibilityTimeout'],
    [
      'POST',
      '/queues/none/messages',
      '<Message><MessageBody>a & b</MessageBody></Message>',
      400,
      'MalformedXML',
    ],
    ['POST', '/queues/none/messages', '<Message><MessageBody>a</Message>', 400, 'MalformedXML'],
    ['POST', '/queues/none/messages', '<Message>', 400, 'MalformedXML'],
    ['POST', '/queues/none/messages', '<Other/>', 400, 'MalformedXML'],
    ['POST', '/queues/none/messages', '<Message></Message>', 400, 'MalformedXML'],
    ['POST', '/queues/none/messages', '<!DOCTYPE x [<!ENTITY e "x">]><Message/>', 400, 'MalformedXML'],
    ['POST', '/queues/none/messages', '<a>'.repeat(10_000), 400, 'MalformedXML'],
    [
      'POST',
      '/queues/none/messages',
      '<Message><MessageBody>x</MessageBody><DelaySeconds>901</DelaySeconds></Message>',
      400,
      'InvalidArgument',
    ],
    [
      'POST',
      '/queues/none/messages',
      '<Message><MessageBody>x</MessageBody><Priority>17</Priority></Message>',
      400,
      'InvalidArgument',
    ],
    ['GET', '/?accountmeta=true', undefined, 400, 'InvalidRequestURL'],
    ['POST', '/queues', '<Queue/>', 400, 'InvalidRequestURL'],
    ['GET', '/nothing', undefined, 400, 'InvalidRequestURL'],
    ['GET', '/topics/none', undefined, 404, 'TopicNotExist'],
    ['GET', '/topics/none/subscriptions/s', undefined, 404, 'TopicNotExist'],
  ])('%s %s with %j is %i %s', async (method, target, body, status, code) => {
    const answer = await call(method, target, body === undefined ? {} : { body });
    expect(errorOf(answer)).toEqual([status, code]);
    for (const name of ['Code', 'Message', 'RequestId', 'HostId'])
      expect(textOf(answer.body, name)).not.toBe('');
  });

  test('is a body that is not the one of its MD5', async () => {
    const headers = { 'content-md5': Buffer.from('other').toString('base64') };
    const answer = await call('PUT', '/queues/x', { body: '<Queue/>', headers });
    expect(errorOf(answer)).toEqual([400, 'InvalidDegist']);
  });
});

describe('a signature', () => {
  const credentials = { accessKeyId: 'key', accessKeySecret: 'secret' };
  let signed: QueueHome;

  beforeAll(async () => {
    signed = await openQueueHome('memory', () => {}, credentials);
  });

  afterAll(async () => {
    await signed.close();
  });

  test.each(['text', 'bytes', 'none'] as const)('is taken with an MD5 as %s', async (digest) => {
    const answer = await mnsRequest(signed.mns, 'PUT', `/queues/signed-${digest}`, {
      body: '<Queue/>',
      digest,
    });
    expect(answer.status).toBe(201);
  });

  test('covers every header of the protocol, and the address to the byte', async () => {
    const headers = { 'x-mns-prefix': 'signed', 'x-mns-user-request-id': '7', 'security-token': 'temporary' };
    expect((await mnsRequest(signed.mns, 'GET', '/queues?a=%2B/=', { headers })).status).toBe(200);
  });

  test.each([
    [{ key: { id: 'other', secret: 'secret' } }, 403, 'InvalidAccessKeyId'],
    [{ key: { id: 'key', secret: 'guessed' } }, 403, 'SignatureDoesNotMatch'],
    [{ headers: { authorization: 'Basic x' } }, 400, 'InvalidAuthorizationHeader'],
    [{ headers: { date: 'once upon a time' } }, 400, 'InvalidDateHeader'],
    [{ headers: { date: new Date(Date.now() - 16 * 60_000).toUTCString() } }, 408, 'TimeExpired'],
  ])('with %j is %i %s', async (request, status, code) => {
    expect(errorOf(await mnsRequest(signed.mns, 'GET', '/queues', request))).toEqual([status, code]);
  });

  test('is needed where there is a key', async () => {
    const response = await fetch(`${signed.mns}/queues`);
    expect(textOf(await response.text(), 'Code')).toBe('MissingAuthorizationHeader');
  });

  test('is not looked at where there is none', async () => {
    expect((await fetch(`${home.mns}/queues`)).status).toBe(200);
  });

  test('does not open the door to web pages', async () => {
    const headers = { origin: 'https://evil.example' };
    expect((await fetch(`${home.mns}/queues/x`, { method: 'PUT', headers })).status).toBe(403);
  });
});
