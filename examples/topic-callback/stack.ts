import { CfnParameter } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The announcing flow, its topic, and a subscribed function that reports to the API. */
export class TopicCallback extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'TopicCallback', import.meta.url);
    const topic = new Topic(this, 'Releases');
    const mirror = this.functionOf('mirror', 'on-release');
    for (const name of ['FDL_ENDPOINT', 'FDL_ACCESS_KEY_ID', 'FDL_ACCESS_KEY_SECRET']) {
      const parameter = new CfnParameter(this, name.replaceAll('_', ''), { noEcho: name.endsWith('SECRET') });
      mirror.addEnvironment(name, parameter.valueAsString);
    }
    topic.addSubscription(new LambdaSubscription(mirror));
    this.addFlow('topic-callback', 'flow.yaml', {
      bindings: { 'acs:mns:::/topics/releases/messages': topic },
    });
  }
}
