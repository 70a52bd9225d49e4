import { loadOf } from './carrier.ts';
import { queueMessage } from './message.ts';
import { textParam, type WholeNumbers, wholeNumberParam } from './param-rule.ts';
import type { TargetKind } from './target-kind.ts';

/** A queue. */
export interface QueueTarget {
  readonly kind: 'queue';
  /** The text of the definition. */
  readonly resourceArn: string;
  readonly queueName: string;
}

/** One message for a queue; values are checked. */
export interface QueueRequest {
  readonly kind: 'queue';
  readonly target: QueueTarget;
  readonly body: string;
  /** 1 (highest) to 16. */
  readonly priority?: number;
  /** 0 to 604,800: seven days. */
  readonly delaySeconds?: number;
}

const PRIORITY: WholeNumbers = { takes: 'wholeNumber', lowest: 1, highest: 16 };
const DELAY_SECONDS: WholeNumbers = { takes: 'wholeNumber', lowest: 0, highest: 604_800 };

/** Queues of Message Service and SQS. */
export const queues: TargetKind<QueueTarget, QueueRequest> = {
  noun: 'a queue',
  attribute: 'resourceArn',
  forms: [
    {
      shape: 'acs:mns:{region}:{account}:/queues/{queue}/messages',
      pattern: /^acs:mns:[^:]*:[^:]*:\/queues\/(?<name>[\w-]+)\/messages$/,
      read: (resourceArn, { name = '' }) => ({ kind: 'queue', resourceArn, queueName: name }),
    },
    {
      shape: 'arn:aws:sqs:{region}:{account}:{queue}',
      pattern: /^arn:aws[\w-]*:sqs:[^:]*:[^:]*:(?<name>[\w-]+)$/,
      read: (resourceArn, { name = '' }) => ({ kind: 'queue', resourceArn, queueName: name }),
    },
  ],
  patterns: ['requestResponse', 'waitForCallback'],
  params: {
    MessageBody: { takes: 'anything', isRequired: true },
    Priority: PRIORITY,
    DelaySeconds: DELAY_SECONDS,
  },
  icon: 'queue',
  name: ({ queueName }) => queueName,
  label: ({ queueName }) => `queue ${queueName}`,
  request: (target, { params }) => {
    const body = textParam(params, 'MessageBody');
    const priority = wholeNumberParam(params, 'Priority', PRIORITY);
    const delaySeconds = wholeNumberParam(params, 'DelaySeconds', DELAY_SECONDS);
    if (body === undefined) return 'MessageBody is missing: its path leads nowhere in the input of the step';
    if (typeof priority === 'string') return priority;
    if (typeof delaySeconds === 'string') return delaySeconds;
    return {
      kind: 'queue',
      target,
      body,
      ...(priority !== undefined && { priority }),
      ...(delaySeconds !== undefined && { delaySeconds }),
    };
  },
  load: (request) => loadOf(queueMessage(request)),
  aws: { action: 'sqs:SendMessage', service: 'sqs', prefix: '' },
};
