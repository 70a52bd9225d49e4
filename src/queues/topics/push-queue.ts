import { createHash } from 'node:crypto';
import type { Subscription } from './topic-store.ts';

/** Beginning of the names of queues in which messages wait for subscribers that are called. */
export const PUSH_PREFIX = 'fdl-push--';

/** Attribute of messages in such a queue: the id of the subscription. */
export const SUBSCRIPTION_ATTRIBUTE = 'fdl.subscription';

const FUNCTION_ARN = /^arn:aws:lambda:[^:]*:[^:]*:function:([A-Za-z0-9_-]{1,64})(?::([A-Za-z0-9_-]{1,40}))?$/;
const LONGEST_NAME = 80;

const MNS_QUEUE = /^acs:mns:[^:]*:[^:]*:\/?queues\/([^/]+)(?:\/messages)?$/;

/** The queue that an endpoint of the original names. @returns undefined when it names none. */
export function mnsQueueOf(endpoint: string): string | undefined {
  return MNS_QUEUE.exec(endpoint)?.[1];
}

/** True when a subscriber is called, rather than finding its messages in a queue. */
export function isPushed({ protocol, endpoint }: Pick<Subscription, 'protocol' | 'endpoint'>): boolean {
  return protocol !== 'sqs' && mnsQueueOf(endpoint) === undefined;
}

/** A function that subscribes. */
export interface FunctionEndpoint {
  readonly functionName: string;
  readonly qualifier?: string;
}

/** Reads the ARN of a function. @returns undefined when the text is none. */
export function parseFunctionArn(arn: string): FunctionEndpoint | undefined {
  const [, functionName, qualifier] = FUNCTION_ARN.exec(arn) ?? [];
  if (functionName === undefined) return undefined;
  return { functionName, ...(qualifier !== undefined && { qualifier }) };
}

/** The queue in which messages wait until a function or an endpoint was called with them; one per function or endpoint. */
export function pushQueueOf({
  protocol,
  endpoint,
  id,
}: Pick<Subscription, 'protocol' | 'endpoint' | 'id'>): string {
  if (protocol !== 'lambda') return `${PUSH_PREFIX}http-${id}`;
  const { functionName = '', qualifier } = parseFunctionArn(endpoint) ?? {};
  const name = PUSH_PREFIX + (qualifier === undefined ? functionName : `${functionName}--${qualifier}`);
  if (name.length <= LONGEST_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, LONGEST_NAME - digest.length - 1)}-${digest}`;
}
