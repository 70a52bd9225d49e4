import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { readConnection } from '../../src/cli/service/connection.ts';

// Subscribes two functions of the service `mirror` to the topic: `on-release`, which the topic calls, and `by-url`, to whose URL it
// posts. Subscribing twice is harmless.

const sns = new SNSClient();
const { endpoint } = readConnection(undefined, process.env);
const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'releases' }));
await sns.send(
  new SubscribeCommand({
    TopicArn,
    Protocol: 'lambda',
    Endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:mirror-on-release',
  }),
);
await sns.send(
  new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: `${endpoint}/fc/mirror/by-url` }),
);
