import { createHash } from 'node:crypto';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/common/json.ts';
import { stringifyJson } from '../../src/common/json-text.ts';
import type {
  Caller,
  CallOutcome,
  FunctionCall,
  TaskTargets,
  Underway,
} from '../../src/ports/task-targets.ts';

/** Functions of the service `suite` that an adapter's harness provides, as JavaScript. */
export const SUITE_FUNCTIONS: Readonly<Record<string, string>> = {
  echo: 'exports.handler = async (event) => event;',
  text: 'exports.handler = async () => \'{"as":"text"}\';',
  custom:
    "class OutOfStock extends Error { name = 'OutOfStock'; } exports.handler = async () => { throw new OutOfStock('none left'); };",
  generic: "exports.handler = async () => { throw new Error('oh'); };",
  exit: 'exports.handler = async () => { process.exit(1); };',
  big: 'exports.handler = async () => 1n;',
};

/** Targets to call, and the queues and topics as a worker sees them. */
export interface TaskTargetsHarness {
  readonly targets: TaskTargets;
  readonly queues: { readonly endpoint: string; readonly region: string };
  dispose(): Promise<void>;
}

const caller: Caller = {
  flowName: 'orders',
  executionName: 'run-1',
  stepName: 'Step',
  taskId: 'run-1/3/0',
  roleArn: '',
};

function functionCall(functionName: string, input: JsonObject, service = 'suite'): FunctionCall {
  const resourceArn = `acs:fc:::services/${service}/functions/${functionName}`;
  return {
    kind: 'function',
    caller,
    target: { kind: 'function', resourceArn, service, functionName },
    event: stringifyJson(input),
    isAsync: false,
  };
}

function queue(queueName: string) {
  return { kind: 'queue', resourceArn: `acs:mns:::/queues/${queueName}/messages`, queueName } as const;
}

function topic(topicName: string) {
  return { kind: 'topic', resourceArn: `acs:mns:::/topics/${topicName}/messages`, topicName } as const;
}

function outputOf(outcome: CallOutcome | Underway): Record<string, string> {
  if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome));
  return JSON.parse(outcome.output);
}

function failureOf(outcome: CallOutcome | Underway): { error: string; cause: string } {
  if (outcome.kind !== 'failed') throw new Error(`unexpected: ${JSON.stringify(outcome)}`);
  return outcome.failure;
}

/** The promises of the port that every adapter of task targets keeps, seen from workers too. */
export function taskTargetsSuite(name: string, open: () => Promise<TaskTargetsHarness>): void {
  describe(`${name} task targets`, () => {
    let harness: TaskTargetsHarness;
    let sqs: SQSClient;
    let sns: SNSClient;

    beforeAll(async () => {
      harness = await open();
      const { endpoint, region } = harness.queues;
      const client = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
      sqs = new SQSClient(client);
      sns = new SNSClient(client);
    });

    afterAll(async () => {
      sqs.destroy();
      sns.destroy();
      await harness.dispose();
    });

    async function receive(queueName: string): Promise<Message> {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
      const { Messages: [message] = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MessageAttributeNames: ['All'] }),
      );
      if (message === undefined) throw new Error(`no message arrived in ${queueName}`);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return message;
    }

    describe('a function', () => {
      test('answers exactly what it returned', async () => {
        const input = { a: [1, 'ü', null], b: { c: true } };
        const outcome = await harness.targets.call(functionCall('echo', input));
        expect(outcome).toEqual({ kind: 'succeeded', output: JSON.stringify(input) });
        const text = await harness.targets.call(functionCall('text', {}));
        expect(text).toEqual({ kind: 'succeeded', output: JSON.stringify('{"as":"text"}') });
      });

      test.each([
        ['an error of its own', 'custom', 'OutOfStock', 'none left'],
        ['an error without a name', 'generic', 'FC.Unknown', 'oh'],
        ['its process', 'exit', 'FC.Unknown', 'exited'],
        ['a result that is not JSON', 'big', 'FnF.InvalidLocal', ''],
      ])(
        'that ends with %s fails by name, with a cause that is JSON',
        async (_how, functionName, error, part) => {
          const failure = failureOf(await harness.targets.call(functionCall(functionName, {})));
          expect(failure.error).toBe(error);
          expect(JSON.parse(failure.cause).errorMessage).toContain(part);
        },
      );

      test('that does not exist fails as such', async () => {
        const failure = failureOf(await harness.targets.call(functionCall('none', {})));
        expect(failure.error).toBe('FC.FunctionNotFound');
      });

      test('that is only handed its event is not waited for', async () => {
        const call = { ...functionCall('generic', {}), isAsync: true };
        expect((await harness.targets.call(call)).kind).toBe('succeeded');
      });
    });

    describe('a message for a queue', () => {
      test('arrives with its body, and is answered with its id', async () => {
        const body = '{"token":"t-1","名":"值"}';
        await sqs.send(new CreateQueueCommand({ QueueName: 'suite-jobs' }));
        const sent = outputOf(
          await harness.targets.call({ kind: 'queue' as const, caller, target: queue('suite-jobs'), body }),
        );
        const message = await receive('suite-jobs');
        expect(message.Body).toBe(body);
        expect(sent).toEqual({
          MessageId: message.MessageId,
          MessageBodyMD5: createHash('md5').update(body).digest('hex').toUpperCase(),
          RequestId: expect.stringMatching(/.+/),
        });
      });

      test('carries its priority as an attribute', async () => {
        await sqs.send(new CreateQueueCommand({ QueueName: 'suite-priority' }));
        const call = {
          kind: 'queue' as const,
          caller,
          target: queue('suite-priority'),
          body: 'x',
          priority: 3,
        };
        outputOf(await harness.targets.call(call));
        const { MessageAttributes } = await receive('suite-priority');
        expect(MessageAttributes?.['Priority']).toMatchObject({ DataType: 'Number', StringValue: '3' });
      });

      test('is delayed by so many seconds', async () => {
        await sqs.send(new CreateQueueCommand({ QueueName: 'suite-delay' }));
        const sentAt = Date.now();
        const call = {
          kind: 'queue' as const,
          caller,
          target: queue('suite-delay'),
          body: 'x',
          delaySeconds: 1,
        };
        outputOf(await harness.targets.call(call));
        await receive('suite-delay');
        expect(Date.now() - sentAt).toBeGreaterThanOrEqual(900);
      });

      test('that SQS cannot hold fails and says why', async () => {
        const send = (name: string, more: object) =>
          harness.targets.call({ kind: 'queue' as const, caller, target: queue(name), body: 'x', ...more });
        const late = failureOf(await send('suite-jobs', { delaySeconds: 901 }));
        expect(late).toEqual({ error: 'FnF.InvalidInput', cause: expect.stringContaining('900 seconds') });
        const empty = failureOf(await send('suite-jobs', { body: '' }));
        expect(empty).toEqual({ error: 'FnF.InvalidInput', cause: expect.stringContaining('MessageBody') });
        const large = failureOf(await send('suite-jobs', { body: 'x'.repeat(1024 * 1024 + 1) }));
        expect(large.error).toBe('FnF.InvalidInput');
      });
    });

    describe('a message for a topic', () => {
      async function subscribed(name: string, attributes: Record<string, string>): Promise<void> {
        const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
        await sqs.send(new CreateQueueCommand({ QueueName: name }));
        const account = TopicArn?.split(':')[4];
        const Endpoint = `arn:aws:sqs:${harness.queues.region}:${account}:${name}`;
        await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: attributes }));
      }

      test('reaches the queues that subscribe to it, with tag and attributes', async () => {
        await subscribed('suite-news', { RawMessageDelivery: 'true' });
        const call = {
          kind: 'topic' as const,
          caller,
          target: topic('suite-news'),
          body: '{"k":1}',
          tag: 'urgent',
          attributes: { colour: 'red', size: 3, tags: ['a', 'b'], nested: { x: 1 } },
        };
        const sent = outputOf(await harness.targets.call(call));
        expect(Object.keys(sent).sort()).toEqual(['MessageBodyMD5', 'MessageId', 'RequestId']);
        const message = await receive('suite-news');
        expect(message.Body).toBe('{"k":1}');
        expect(message.MessageAttributes).toMatchObject({
          MessageTag: { DataType: 'String', StringValue: 'urgent' },
          colour: { DataType: 'String', StringValue: 'red' },
          size: { DataType: 'Number', StringValue: '3' },
          tags: { DataType: 'String.Array', StringValue: '["a","b"]' },
          nested: { DataType: 'String', StringValue: '{"x":1}' },
        });
      });

      test('comes in an envelope unless the subscription is raw', async () => {
        await subscribed('suite-wrapped', {});
        const call = { kind: 'topic' as const, caller, target: topic('suite-wrapped'), body: 'hello' };
        const { MessageId } = outputOf(await harness.targets.call(call));
        const { Body = '' } = await receive('suite-wrapped');
        expect(JSON.parse(Body)).toMatchObject({ Type: 'Notification', Message: 'hello', MessageId });
      });

      test('that is too large fails', async () => {
        await sns.send(new CreateTopicCommand({ Name: 'suite-large' }));
        const call = {
          kind: 'topic' as const,
          caller,
          target: topic('suite-large'),
          body: 'x'.repeat(262_145),
        };
        expect(failureOf(await harness.targets.call(call)).error).toBe('FnF.InvalidInput');
      });
    });
  });
}
