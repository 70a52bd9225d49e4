import { CfnParameter } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The announcing flow, its topic, and two subscribers that report to the API: a function, and a function behind a URL. */
export class TopicCallback extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'TopicCallback', import.meta.url);
    // Version 2 signs with SHA-256.
    const topic = new Topic(this, 'Releases', { signatureVersion: '2' });
    const mirror = this.functionOf('mirror', 'on-release');
    const byUrl = this.functionOf('mirror', 'by-url', 'onFunctionUrl');
    for (const name of ['FDL_ENDPOINT', 'FDL_ACCESS_KEY_ID', 'FDL_ACCESS_KEY_SECRET']) {
      const parameter = new CfnParameter(this, name.replaceAll('_', ''), { noEcho: name.endsWith('SECRET') });
      for (const subscriber of [mirror, byUrl]) subscriber.addEnvironment(name, parameter.valueAsString);
    }
    topic.addSubscription(new LambdaSubscription(mirror));
    // Topics carry no credentials, so the URL is public; the function checks the signature and the topic.
    byUrl.addEnvironment('TOPIC_ARN', topic.topicArn);
    const { url } = byUrl.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    const subscription = topic.addSubscription(
      new UrlSubscription(url, { protocol: SubscriptionProtocol.HTTPS }),
    );
    // The topic asks the URL to confirm at once: it must be open by then.
    subscription.node.addDependency(byUrl);
    this.addFlow('topic-callback', 'flow.yaml', {
      bindings: { 'acs:mns:::/topics/releases/messages': topic },
    });
  }
}
