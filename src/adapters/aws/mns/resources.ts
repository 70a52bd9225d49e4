import { type Naming, queuePlace, topicPlace } from '../targets/resource-names.ts';

/** The queue that flows mean by a name. */
export function queueUrlOf(queueName: string, naming: Naming): string {
  const resourceArn = arnOf('queues', queueName, naming);
  return queuePlace({ kind: 'queue', resourceArn, queueName }, naming).QueueUrl;
}

/** The topic that flows mean by a name. */
export function topicArnOf(topicName: string, naming: Naming): string {
  const resourceArn = arnOf('topics', topicName, naming);
  return topicPlace({ kind: 'topic', resourceArn, topicName }, naming).TopicArn;
}

/** The ARN of a name as flows write it: bound as in flows, in any region and account, so that flow and worker meet. */
function arnOf(kind: 'queues' | 'topics', name: string, { bindings }: Naming): string {
  const ending = `:/${kind}/${name}/messages`;
  const bound = Object.keys(bindings).find((arn) => arn.startsWith('acs:mns:') && arn.endsWith(ending));
  return bound ?? `acs:mns::${ending}`;
}
