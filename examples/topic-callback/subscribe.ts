import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';

// Subscribes the function `on-release` of the service `mirror` to the topic. Subscribing twice is harmless.

const sns = new SNSClient();
const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'releases' }));
await sns.send(
  new SubscribeCommand({
    TopicArn,
    Protocol: 'lambda',
    Endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:mirror-on-release',
  }),
);
