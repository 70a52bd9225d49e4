import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Invocation, InvocationAnswer } from './lambda.ts';

/** The largest event of an asynchronous call, and the largest record of one. */
const MOST_BYTES = 1024 * 1024;

/** How a function ends, and the milliseconds for which it runs. */
export type TimedAnswer = InvocationAnswer & { readonly ranMs?: number };

/** Where replies go, and what becomes of them. */
export interface Destinations {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** True for a qualifier that is set up with the queue as its destination. */
  readonly isSetUp?: (qualifier: string) => boolean;
  /** Conditions under which calls end before their functions begin. @default the functions run */
  readonly giveUp?: (call: Invocation) => string | undefined;
  /** Records that no destination took, as the metric DestinationDeliveryFailures counts them. */
  readonly undelivered: string[];
}

const isReplying = (qualifier: string) => qualifier.includes('replies-');

/**
 * Functions that Lambda calls by itself when it is asked to: it accepts the event, runs the function once, and sends a record of the call
 * to the destination of the qualifier. A record that is too large for the queue is lost.
 */
export function withDestinations(
  invoke: (call: Invocation) => Promise<TimedAnswer>,
  { sqs, queueUrl, isSetUp = isReplying, giveUp, undelivered }: Destinations,
): (call: Invocation) => Promise<InvocationAnswer> {
  return async (call) => {
    if (!call.isAsync || !isSetUp(call.qualifier ?? '')) return invoke(call);
    if (Buffer.byteLength(call.payload) > MOST_BYTES)
      return { kind: 'refused', status: 413, exception: 'RequestTooLargeException' };
    const condition = giveUp?.(call);
    const answer = condition === undefined ? await invoke({ ...call, isAsync: false }) : undefined;
    if (answer !== undefined && !('payload' in answer)) return answer;
    const record = recordOf(call, answer ?? condition);
    if (Buffer.byteLength(record) > MOST_BYTES) undelivered.push(call.requestId);
    else {
      const DelaySeconds = Math.ceil((answer?.ranMs ?? 0) / 1000);
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: record, DelaySeconds }));
    }
    return { kind: 'accepted' };
  };
}

/** The record as text: payloads stand in it as they were written. */
function recordOf(call: Invocation, outcome: { kind: string; payload: string } | string | undefined): string {
  const { requestId, functionName, qualifier, payload } = call;
  const isGivenUp = typeof outcome !== 'object';
  const hasFailed = isGivenUp || outcome.kind === 'functionError';
  const requestContext = {
    requestId,
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}:${qualifier}`,
    condition: isGivenUp ? outcome : hasFailed ? 'RetriesExhausted' : 'Success',
    approximateInvokeCount: isGivenUp ? 0 : 1,
  };
  const responseContext = {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...(hasFailed && { functionError: 'Unhandled' }),
  };
  const members = [
    '"version":"1.0"',
    `"timestamp":"${new Date().toISOString()}"`,
    `"requestContext":${JSON.stringify(requestContext)}`,
    `"requestPayload":${payload || 'null'}`,
    ...(isGivenUp
      ? []
      : [`"responseContext":${JSON.stringify(responseContext)}`, `"responsePayload":${outcome.payload}`]),
  ];
  return `{${members.join(',')}}`;
}
